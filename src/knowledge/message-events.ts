/**
 * Messages of a mailbox as Sublime’s Message Data Model describes them: what rules in MQL look at. Its
 * attributes are an open set, since functions of the platform add to it.
 */
export const messageGroups = [
  {
    platform: 'email',
    provider: 'Sublime',
    products: ['sublime'],
    services: ['message'],
    enable: 'Connect mailboxes to Sublime, or give it messages as files',
    events: [{ title: 'Email message' }],
  },
] as const
