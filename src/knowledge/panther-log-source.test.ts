import { expect, test } from 'vitest'
import { eventTypesOf } from './log-source.ts'
import { pantherLogSource } from './panther-log-source.ts'

test.each([
  [['AWS.CloudTrail'], { product: 'aws', service: 'cloudtrail' }],
  [['Okta.SystemLog'], { product: 'okta', service: 'okta' }],
  [['Notion.AuditLogs'], { product: 'notion', service: 'auditlogs' }],
  [['AWS.ALB', 'AWS.VPCFlow'], { product: 'aws', service: 'alb,vpcflow' }],
  [['Acme'], { product: 'acme' }],
  [[], {}],
])('%j is a log of Sigma’s words', (logTypes, expected) => {
  expect(pantherLogSource(logTypes)).toEqual(expected)
})

test.each([
  ['Anthropic.Activity', 'Activity of an organisation'],
  ['GCP.AuditLog', 'API call'],
  ['Slack.AuditLogs', 'Audit log event'],
  ['Snowflake.QueryHistory', 'Query'],
  ['Sublime.MessageEvent', 'Email message'],
])('%s has an event with a title', (logType, title) => {
  const { types } = eventTypesOf(pantherLogSource([logType]))
  expect(types.map(type => type.title)).toContain(title)
})
