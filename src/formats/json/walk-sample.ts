/**
 * A log that leads a reader through everything that JSON has. A compiler that has not seen a branch taken
 * leaves it out, and throws away what it made when an event takes it later: the fast reader, one long
 * function, would be compiled anew six times, and read a third of a second at a twentieth of its speed
 * meanwhile.
 */
export function walkSample(): Uint8Array {
  return new TextEncoder().encode(`${[...shapes, manyKeys(), manyValues()].join('\n')}\n`)
}

const shapes: readonly string[] = [
  String.raw`{"a":"a plain text of some length","b" : [ "x\\y\/\u00e9 \" é\u2028" , 1 , -2,0,0.5,-1.25e-3]}`,
  String.raw`{"c":[1E5,10e+2,true,false,null,[],{},{"d":1,"e":"","a longer key":"\r\n\t"}, [ 1, 2 ] ],"f":{}}`,
  '{"g":{"h":{"i":[]},"j":{ }},"tags":["a","b"],"EventID":4104,"Channel":"x","SourceName":"y" }',
  String.raw`{"k":["\u0041 \u001B","ſ","\u017f \/","’ \u00e9 \\ é","12345678901234567890"],"f":"x"}`,
  '{"b":"another order","a":"plain","é":1}',
  '{"winlog":{"channel":"c","event_id":"1","event_data":{"A b":"c"}},"message":"m"}',
  '{"Event":{"System":{"Provider":{"#attributes":{"Name":"p","Guid":"g"}},"EventID":1},',
  '"EventData":{"A":"b","B":null,"C":{"#text":["x","y"]}}}}',
  '{"a":{"b":1},"a":2}',
  '{"a":1,}',
  '{',
  '  "a": 1,',
  '  "b": 2',
  '}',
]

/** More than there is room for at first. */
const many = 300

function manyKeys(): string {
  const members = Array.from({ length: many }, (_, i) => `"${'key'.repeat(20)}${i}":${i}`)
  return `{${members.join(',')}}`
}

function manyValues(): string {
  return `{"a":[${'"x",'.repeat(many)}1]}`
}
