/**
 * A short log of each textual format, by the name of its file, also of formats that are not read yet:
 * a reader has to refuse them politely.
 */
export const seedTexts: Readonly<Record<string, string>> = {
  'lines.ndjson': [
    '{"@timestamp":"2026-01-01T00:00:00.000Z","event":{"code":1},"winlog":{"channel":"Security","event_data":{"CommandLine":"cmd /c \\"a\\u00e9\\"","Ids":[1,2.50,-0,null,true]}}}',
    '{"EventID":4688,"Channel":"Security","SourceName":"Microsoft-Windows-Security-Auditing","NewProcessName":"C:\\\\Windows\\\\System32\\\\whoami.exe","EventTime":"2026-01-01 00:00:00"}',
    '{"Event":{"System":{"Provider":{"#attributes":{"Name":"Microsoft-Windows-Sysmon"}},"EventID":{"#text":1},"Channel":"Microsoft-Windows-Sysmon/Operational"},"EventData":{"Image":"C:\\\\a.exe","Hashes":"MD5=00"}}}',
    '{"eventVersion":"1.08","eventSource":"iam.amazonaws.com","eventName":"CreateUser","eventTime":"2026-01-01T00:00:00Z","userIdentity":{"type":"Root"},"resources":[{"a":1},{"a":2}]}',
    '',
  ].join('\n'),
  'array.json':
    '[\n  {\n    "EventID": 1,\n    "a": {"b": [1, [2, {"c": 3}]]}\n  },\n  {\n    "EventID": 2\n  }\n]\n',
  'trail.json':
    '{"Records":[{"eventSource":"s3.amazonaws.com","eventName":"GetObject","n":12345678901234567890},{"eventName":"B"}],"next":null}',
  'events.xml': [
    '<?xml version="1.0" encoding="utf-8" standalone="yes"?>',
    '<Events><Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System><Provider Name="Microsoft-Windows-Sysmon" Guid="{5770385f-c22a-43e0-bf4c-06f5698ffbd9}"/><EventID>1</EventID><Version>5</Version><TimeCreated SystemTime="2026-01-01T00:00:00.0000000Z"/><EventRecordID>7</EventRecordID><Channel>Microsoft-Windows-Sysmon/Operational</Channel><Computer>pc</Computer><Security UserID="S-1-5-18"/></System><EventData><Data Name="Image">C:\\Windows\\System32\\whoami.exe</Data><Data Name="CommandLine">whoami &amp; &#x41;<![CDATA[ <b> ]]></Data><Data>bare</Data></EventData></Event>',
    '<Event><System><Provider Name="Service Control Manager"/><EventID Qualifiers="16384">7045</EventID><Channel>System</Channel></System><UserData><a:B xmlns:a="urn:a"><a:C>1</a:C></a:B></UserData></Event></Events>',
  ].join('\n'),
  'events.csv': [
    'EventID,Channel,Image,CommandLine,UtcTime',
    '1,Microsoft-Windows-Sysmon/Operational,C:\\Windows\\whoami.exe,"whoami ""/all"", x",2026-01-01 00:00:00.000',
    '1,Microsoft-Windows-Sysmon/Operational,C:\\Windows\\cmd.exe,"cmd',
    '/c dir",2026-01-01 00:00:01.000',
    '',
  ].join('\r\n'),
  'viewer.csv':
    'Level,Date and Time,Source,Event ID,Task Category\r\nInformation,1/1/2026 12:00:00 AM,Microsoft-Windows-Sysmon,1,Process Create,"Process Create:\nRuleName: -\nImage: C:\\a.exe\nCommandLine: a -b"\r\n',
  'events.tsv':
    'EventID\tChannel\tMessage\n4624\tSecurity\tAn account\n4625\tSecurity\t"it ""failed"""\n',
  'dns.log': [
    '#separator \\x09',
    '#set_separator\t,',
    '#empty_field\t(empty)',
    '#unset_field\t-',
    '#path\tdns',
    '#open\t2026-01-01-00-00-00',
    '#fields\tts\tuid\tid.orig_h\tid.orig_p\tquery\tanswers\tTTLs\trejected',
    '#types\ttime\tstring\taddr\tport\tstring\tvector[string]\tvector[interval]\tbool',
    '1767225600.123456\tCabc\t10.0.0.1\t53124\texample.com\t1.2.3.4,\\x2c\t60.0,1.0\tF',
    '1767225601.000000\tCabd\t10.0.0.2\t53125\t-\t(empty)\t-\tT',
    '#close\t2026-01-01-00-00-02',
    '',
  ].join('\n'),
  'audit.log': [
    'type=SYSCALL msg=audit(1767225600.123:456): arch=c000003e syscall=59 success=yes exit=0 a0=55d a1=55e items=2 ppid=1 pid=2 auid=1000 uid=0 comm="cat" exe="/usr/bin/cat" key="k"\x1dARCH=x86_64 SYSCALL=execve AUID="me"',
    'type=EXECVE msg=audit(1767225600.123:456): argc=3 a0="cat" a1=2F6574632F706173737764 a2_len=4 a2[0]=61 a2[1]=62',
    'type=CWD msg=audit(1767225600.123:456): cwd="/root"',
    'type=PATH msg=audit(1767225600.123:456): item=0 name="/usr/bin/cat" inode=1 nametype=NORMAL',
    'type=PROCTITLE msg=audit(1767225600.123:456): proctitle=636174002F6574632F706173737764',
    'type=EOE msg=audit(1767225600.123:456): ',
    'node=a type=USER_AUTH msg=audit(1767225601.000:457): pid=3 uid=0 msg=\'op=PAM:auth acct="root" exe="/usr/bin/su" res=failed\'',
    '',
  ].join('\n'),
  'syslog.log': [
    '<34>1 2026-01-01T00:00:00.003Z host su 123 ID47 [exampleSDID@32473 iut="3" eventSource="App\\]\\"" x=""][b] \ufeffsu root failed',
    '<165>Jan  1 00:00:00 host sshd[42]: Failed password for root from 10.0.0.1 port 22 ssh2',
    'Jan  1 00:00:01 host sudo:   me : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/cat /etc/shadow',
    '2026-01-01T00:00:02+01:00 host cron[1]: (root) CMD (a)',
    '',
  ].join('\n'),
  'events.cef': [
    'CEF:0|Vendor|Product|1.0|100|A \\| name|10|src=10.0.0.1 dst=2.1.2.2 spt=1232 msg=a \\= b\\nc cs1Label=Rule cs1=x y fname=C:\\\\a.exe',
    '<13>Jan  1 00:00:00 host CEF:1|V|P|1|2|n|Low|act=blocked rt=1767225600000',
    '',
  ].join('\n'),
  'events.leef': [
    'LEEF:1.0|Vendor|Product|1.0|15345|src=10.0.0.1\tdst=2.1.2.2\tusrName=me\tdevTime=Jan 01 2026 00:00:00',
    'LEEF:2.0|Vendor|Product|1.0|15345|^|src=10.0.0.1^dst=2.1.2.2^sev=5',
    'LEEF:2.0|V|P|1|2|x7C|a=1|b=2',
    '',
  ].join('\n'),
  'access.log': [
    '127.0.0.1 - me [01/Jan/2026:00:00:00 +0000] "GET /a?b=%2e%2e/ HTTP/1.1" 200 1234 "https://example.com/" "curl/8 \\"x\\""',
    '::1 - - [01/Jan/2026:00:00:01 +0000] "-" 408 -',
    '',
  ].join('\n'),
  'u_ex260101.log': [
    '#Software: Microsoft Internet Information Services 10.0',
    '#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status',
    '2026-01-01 00:00:00 10.0.0.1 GET /a.aspx b=1 443 - 10.0.0.2 Mozilla/5.0+(x) 200',
    '',
  ].join('\n'),
}
