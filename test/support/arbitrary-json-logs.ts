import fc from 'fast-check'

const encoder = new TextEncoder()

const keys = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('a', 'b', 'c', 'abc', 'abcd', 'longer key', '') },
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      ...['EventID', 'Channel', 'Provider_Name', 'SourceName', 'EventSourceName', 'Hostname'],
      ...['Computer', 'RecordNumber', 'EventRecordID', 'ProviderGuid', '@timestamp', 'EventTime'],
      ...['TimeCreated', 'timestamp', 'ts', 'event.code', 'event.provider', 'eventName', 'message'],
      ...['eventSource', 'Message', 'winlog', 'event', 'event_id', 'channel', 'provider_name'],
      ...['event_data', 'user_data', 'winlog.event_id', 'winlog.event_data.a', 'a.b', 'b.', '.a'],
      ...['Records', 'records', 'Event', 'System', '_source', '_index', '_id', 'Provider', 'Data'],
      ...['#attributes', '#text', '#attributes', 'computer_name', 'process', 'thread', 'pid', 'id'],
      ...['__proto__', 'constructor', 'toString', '0', '1', '12', '01', '4294967295'],
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
)

const numbers = fc.oneof(
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.constantFrom(
    ...['0', '-0', '-0.0', '0.0', '1.50', '1e3', '1E+3', '1e-7', '1e400', '-1e999', '1e21', '0e0'],
    ...['9007199254740991', '9007199254740993', '-9223372036854775808', '12345678901234567890'],
    ...['1234567890123456.5', '1596612566', '1596612566.25', '1596612566123', '1596612566123456'],
    ...['123456789012345678901e2', '-', '01', '1.', '.5', '1e', '+1', '0x1', 'NaN', '-Infinity'],
  ),
)

const strings = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom(
    ...[
      '',
      'C:\\Windows\\a.exe',
      'one\r\ntwo\tthree',
      '"',
      '\\',
      'a\u0000b',
      '\u007f',
      '\uFEFF',
      'é',
    ],
    ...['2020-09-22T04:11:52.711Z', '2020-09-22 04:11:52', '2020-09-22T04:11:52+02:00', '\uD800'],
    ...['ſ', 'a\u212a', 'A\u0001', '™®', 'ÅE'],
    ...[
      'Microsoft-Windows-Sysmon',
      '\u2028',
      '😀',
      '7',
      'true',
      'null',
      '1596612566',
      'x'.repeat(40),
    ],
  ),
)

/** A string as JSON, some of its characters as escapes. */
const stringTexts = fc
  .tuple(strings, fc.constantFrom('plain', 'plain', 'plain', 'escaped', 'raw'))
  .map(([text, how]) => {
    if (how === 'raw') return `"${text}"`
    const json = JSON.stringify(text)
    if (how === 'plain') return json
    return json
      .replace(/\//g, '\\/')
      .replace(/[a-cé\u017f\u{10000}-\u{10ffff}]/gu, c =>
        [...Array(c.length).keys()]
          .map(i => `\\u${c.charCodeAt(i).toString(16).padStart(4, '0')}`)
          .join(''),
      )
  })

const blanks = fc.oneof(
  { weight: 12, arbitrary: fc.constant('') },
  { weight: 3, arbitrary: fc.constant(' ') },
  { weight: 1, arbitrary: fc.constantFrom('\t', '\r', '\n', '\n  ', '\r\n', '\f', '\u00a0') },
)

const keyTexts = fc.oneof(
  { weight: 8, arbitrary: keys.map(key => JSON.stringify(key)) },
  { weight: 1, arbitrary: stringTexts },
)

/** Values as JSON: most are valid, some of every kind are not. */
const { value: valueTexts, object: objectTexts } = fc.letrec<{
  value: string
  object: string
  array: string
}>(tie => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    { weight: 8, arbitrary: stringTexts },
    { weight: 4, arbitrary: numbers },
    {
      weight: 3,
      arbitrary: fc.constantFrom('true', 'false', 'null', 'null', 'nul', 'True', 'falsy', ''),
    },
    { weight: 3, arbitrary: tie('object') },
    { weight: 3, arbitrary: tie('array') },
  ),
  object: fc
    .tuple(
      fc.array(fc.tuple(keyTexts, blanks, blanks, tie('value'), blanks), { maxLength: 6 }),
      blanks,
    )
    .map(([members, blank]) => {
      const texts = members.map(([k, b, c, v, d]) => `${k}${b}:${c}${v}${d}`)
      return `{${blank}${texts.join(`,${blank}`)}}`
    }),
  array: fc
    .tuple(fc.array(fc.tuple(tie('value'), blanks), { maxLength: 4 }), blanks)
    .map(([elements, blank]) => `[${blank}${elements.map(([v, b]) => v + b).join(',')}]`),
}))

/** Objects that are surely valid, so that the fast way is gone all the time. */
const validObjects = fc
  .dictionary(keys, fc.jsonValue({ maxDepth: 3 }), { maxKeys: 8 })
  .map(object => JSON.stringify(object))

const xmlScalars = fc.oneof(
  fc.constantFrom(null, '', 0, 7, true, 'x', 'C:\\a', '2020-09-22T04:11:52.711Z'),
  strings,
)

const xmlAttributes = fc.dictionary(
  fc.constantFrom('Name', 'Guid', 'Qualifiers', 'xmlns', 'xmlns:a', 'SystemTime', 'A b'),
  fc.oneof(
    { weight: 9, arbitrary: xmlScalars },
    { weight: 1, arbitrary: fc.constantFrom([], {}, [1], { a: 1 }) },
  ),
  { maxKeys: 3 },
)

const xmlTexts = fc.oneof(
  { weight: 3, arbitrary: xmlScalars },
  { weight: 1, arbitrary: fc.array(xmlScalars, { maxLength: 3 }) },
)

/** An object with the members in this order, which `Object.fromEntries` keeps. */
function objectOf(
  members: fc.Arbitrary<readonly (readonly [string, unknown])[]>,
): fc.Arbitrary<object> {
  return members.map(entries => Object.fromEntries(entries))
}

const { xmlElement, xmlElements } = fc.letrec<{ xmlElement: unknown; xmlElements: object }>(
  tie => ({
    xmlElement: fc.oneof(
      { maxDepth: 3 },
      { weight: 8, arbitrary: xmlScalars },
      { weight: 1, arbitrary: fc.array(xmlScalars, { maxLength: 3 }) },
      { weight: 2, arbitrary: fc.record({ '#attributes': xmlAttributes }) },
      { weight: 2, arbitrary: fc.record({ '#attributes': xmlAttributes, '#text': xmlTexts }) },
      { weight: 1, arbitrary: fc.record({ '#text': xmlTexts }) },
      { weight: 1, arbitrary: fc.record({ '#text': xmlTexts, '#attributes': xmlAttributes }) },
      {
        weight: 1,
        arbitrary: fc.array(fc.record({ '#attributes': xmlAttributes, '#text': xmlTexts })),
      },
      { weight: 2, arbitrary: tie('xmlElements') },
      {
        weight: 2,
        arbitrary: fc
          .tuple(xmlAttributes, tie('xmlElements'))
          .map(([attributes, rest]) => ({ '#attributes': attributes, ...(rest as object) })),
      },
    ),
    xmlElements: objectOf(
      fc.array(
        fc.tuple(
          fc.oneof(
            {
              weight: 9,
              arbitrary: fc.constantFrom('Data', 'Image', 'a b', 'Channel', 'X', 'Y', 'EventID'),
            },
            {
              weight: 1,
              arbitrary: fc.constantFrom(
                '#text',
                '#attributes',
                '@x',
                'X_attributes',
                'X_Name',
                '1',
              ),
            },
          ),
          tie('xmlElement'),
        ),
        { maxLength: 4 },
      ),
    ),
  }),
)

const xmlSystem = fc.oneof(
  {
    weight: 9,
    arbitrary: objectOf(
      fc.array(
        fc.tuple(
          fc.oneof(
            {
              weight: 12,
              arbitrary: fc.constantFrom(
                ...['Provider', 'EventID', 'Level', 'TimeCreated', 'Correlation', 'Execution'],
                ...['Channel', 'Computer', 'Security', 'EventRecordID'],
              ),
            },
            {
              weight: 1,
              arbitrary: fc.constantFrom('Provider_attributes', '#attributes', '@a', 'a b'),
            },
          ),
          xmlElement,
        ),
        { maxLength: 6 },
      ),
    ),
  },
  { weight: 1, arbitrary: xmlElement },
)

const xmlSections = fc.array(
  fc.tuple(
    fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom('EventData', 'UserData') },
      { weight: 1, arbitrary: fc.constantFrom('RenderingInfo', '#attributes', 'Other', '#text') },
    ),
    fc.oneof({ weight: 5, arbitrary: xmlElements }, { weight: 1, arbitrary: xmlElement }),
  ),
  { maxLength: 3 },
)

const windowsEvents = fc
  .tuple(xmlSystem, xmlSections, fc.nat(11))
  .map(([system, sections, how]) => {
    const before = how === 0 ? sections : []
    const root = Object.fromEntries([
      ['#attributes', { xmlns: 'x' }],
      ...before,
      ['System', system],
      ...sections,
    ])
    if (how === 1) return JSON.stringify(root)
    if (how === 2) return JSON.stringify({ a: 1, Event: root })
    if (how === 3) return JSON.stringify({ Event: root, a: 1 })
    return how === 4 ? JSON.stringify({ Event: [root] }) : JSON.stringify({ Event: root })
  })

const winlogbeat = fc
  .record(
    {
      '@timestamp': strings,
      message: fc.oneof(strings, fc.array(strings)),
      winlog: fc.record(
        {
          event_id: fc.oneof(fc.nat(), strings),
          channel: fc.oneof(strings, fc.constant(null)),
          provider_name: strings,
          event_data: fc.dictionary(keys, fc.jsonValue({ maxDepth: 1 }), { maxKeys: 5 }),
          user_data: fc.dictionary(keys, fc.jsonValue({ maxDepth: 1 }), { maxKeys: 3 }),
        },
        { requiredKeys: [] },
      ),
      Channel: strings,
    },
    { requiredKeys: ['winlog'] },
  )
  .map(event => JSON.stringify(event))

const objects = fc.oneof(
  { weight: 3, arbitrary: objectTexts },
  { weight: 3, arbitrary: validObjects },
  { weight: 3, arbitrary: windowsEvents },
  { weight: 2, arbitrary: winlogbeat },
)

const chunks = fc.oneof(
  { weight: 12, arbitrary: objects.map(text => `${text}\n`) },
  { weight: 2, arbitrary: objects },
  { weight: 2, arbitrary: objects.map(text => `  ${text} \r\n`) },
  { weight: 1, arbitrary: objects.map(text => `${text},\n`) },
  { weight: 1, arbitrary: objects.map(text => `${text.slice(0, text.length / 2)}\n`) },
  {
    weight: 1,
    arbitrary: fc.array(objects, { maxLength: 3 }).map(all => `[${all.join(',\n')}]\n`),
  },
  { weight: 1, arbitrary: fc.array(objects).map(all => `{"Records":[${all.join(',')}],"a":1}\n`) },
  {
    weight: 1,
    arbitrary: validObjects.map(text => `${JSON.stringify(JSON.parse(text), null, 2)}\n`),
  },
  { weight: 1, arbitrary: valueTexts.map(text => `${text}\n`) },
  { weight: 1, arbitrary: fc.constantFrom('\n', '\r\n', ',', ' ', '[', ']', '\uFEFF', 'x\n') },
)

/** Logs of JSON of all sorts, broken ones among them. */
export const jsonLogs: fc.Arbitrary<Uint8Array> = fc
  .tuple(fc.constantFrom('', '', '', '\uFEFF'), fc.array(chunks, { maxLength: 8 }))
  .map(([head, rest]) => encoder.encode(head + rest.join('')))
