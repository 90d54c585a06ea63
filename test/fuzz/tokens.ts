/**
 * Pieces of the formats that logs have, and what their readers may stumble over. A mutation puts them
 * anywhere, so a piece of one format lands in logs of all.
 */
const texts: readonly string[] = [
  // JSON.
  ...['{', '}', '[', ']', '"', ',', ':', '{"a":', '[{', '}]', '{}', '[]', 'null', 'true', '""'],
  ...[
    '\\u0000',
    '\\ud800',
    '\\udc00',
    '\\u00',
    '\\',
    '\\"',
    '\\x',
    '{"Records":[',
    '"Records"',
    '/*',
  ],
  ...[
    '{"":0}',
    '{"__proto__":{"a":1}}',
    '"constructor":1',
    '"a.b":1',
    '{"a":{"b":[{"c":1},{"c":2}]}}',
  ],
  ...[
    '{"Event":{"System":{"EventID":1,"Channel":"Security"}}}',
    '"@timestamp":"2026-01-01T00:00:00Z"',
  ],
  // XML.
  ...[
    '<',
    '>',
    '</',
    '/>',
    '<Event>',
    '</Event>',
    '<Event xmlns="http://schemas.microsoft.com/win',
  ],
  ...[
    '<![CDATA[',
    ']]>',
    '<!--',
    '-->',
    '<?xml version="1.0" encoding="utf-16"?>',
    '<!DOCTYPE a [',
  ],
  ...[
    '<!ENTITY a "&b;&b;&b;">',
    '&a;',
    '&amp;',
    '&#x0;',
    '&#x110000;',
    '&#99999999999;',
    '&#',
    '&',
  ],
  ...['<Data Name="Image">', '<Data/>', '<EventData>', '<UserData>', '<System>', ' Name=', "='"],
  // Tables.
  ...['"",""', ';', '\t', '","', '"\n', 'Level,Date and Time,Source', '#separator \\x09\n'],
  ...[
    '#fields\tts\tuid\n',
    '#types\ttime\tstring\n',
    '#path\tdns\n',
    '#close\t',
    '(empty)',
    '#set_separator\t',
  ],
  // Lines.
  ...[
    '\n',
    '\r\n',
    '\r',
    '\n\n',
    ' ',
    '=',
    '|',
    "'",
    '^',
    'type=EXECVE ',
    'msg=audit(1.0:1): ',
    ' a0="',
  ],
  ...['type=PROCTITLE', 'a1[0]=41', 'argc=99999999 ', '6261ZZ', '\x1d', 'saddr=0200', "msg='op="],
  ...[
    '<34>1 ',
    '<999>',
    '[a b="c"]',
    '[a@1 b="\\"]',
    '- - - ',
    'Jan  1 00:00:00 ',
    'Feb 30 25:61:61 ',
  ],
  ...[
    'CEF:0|',
    'CEF:1|a|b|c|d|e|10|',
    '\\|',
    '\\=',
    'cs1Label=x cs1=',
    'LEEF:1.0|',
    'LEEF:2.0|a|b|c|d|x5e|',
  ],
  ...[
    'LEEF:2.0|a|b|c|d|^|',
    '127.0.0.1 - - [',
    '] "GET / HTTP/1.1" 200 -',
    '"-" "-"',
    '#Fields: date time ',
  ],
  // Numbers and times.
  ...[
    '0',
    '-0',
    '-1',
    '1e999',
    '1e-999',
    '4294967296',
    '9223372036854775808',
    '18446744073709551616',
  ],
  ...[
    '0x',
    '0x1F',
    'NaN',
    '1.',
    '.5',
    '00',
    '123456789012345678901234567890',
    '2026-13-32T25:61:61Z',
  ],
  ...['1970-01-01T00:00:00.123456789+14:00', '-271821-04-20T00:00:00Z', '99999999999999'],
  // Characters.
  ...['\0', '\u00e9', '\u{1f600}', '\u2028', '\ufeff', '\ufffd', '\u0130', '\u212a', '\u001b[31m'],
]

const bytes: readonly (readonly number[])[] = [
  // What is no UTF-8, and byte order marks of others.
  ...[[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82], [0x80]],
  ...[
    [0xff, 0xfe],
    [0xfe, 0xff],
    [0xef, 0xbb, 0xbf],
  ],
  // EVTX: how chunks, records and fragments begin, and tokens of binary XML.
  ...[
    [0x45, 0x6c, 0x66, 0x43, 0x68, 0x6e, 0x6b, 0],
    [0x2a, 0x2a, 0, 0],
    [0x0f, 1, 1, 0],
  ],
  ...[[0x0c, 1], [0x0d, 0, 0, 1], [0x0e, 0, 0, 1], [0x41, 0xff, 0xff], [0x46], [0x06], [0x05, 1]],
  ...[[0x0a], [0x0b], [0x07], [0x08], [0x09], [0x02], [0x03], [0x04], [0, 0, 0, 0]],
  // Types of values: binary XML, lists of strings, system time.
  ...[
    [0x21, 0],
    [0x81, 0],
    [0x12, 0],
    [0x8f, 0],
  ],
  // Archives: how their parts begin.
  ...[
    [0x1f, 0x8b, 8],
    [0x50, 0x4b, 3, 4],
    [0x50, 0x4b, 1, 2],
    [0x50, 0x4b, 5, 6],
    [0x50, 0x4b, 6, 6],
  ],
  ...[
    [0x28, 0xb5, 0x2f, 0xfd],
    [0x50, 0x2a, 0x4d, 0x18],
    [0x42, 0x5a, 0x68, 0x39],
  ],
  ...[
    [0x31, 0x41, 0x59, 0x26, 0x53, 0x59],
    [0x17, 0x72, 0x45, 0x38, 0x50, 0x90],
  ],
]

const encoder = new TextEncoder()

export const tokens: readonly Uint8Array[] = [
  ...texts.map(text => encoder.encode(text)),
  ...bytes.map(token => Uint8Array.from(token)),
]

/** Numbers that break what counts with them, below 2 ** 32. */
export const edgeNumbers: readonly number[] = [
  ...[
    0, 1, 2, 3, 4, 7, 8, 15, 16, 24, 127, 128, 255, 256, 511, 512, 513, 4095, 4096, 32_767, 32_768,
  ],
  ...[65_535, 65_536, 65_537, 0x7fff_fffe, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff],
]
