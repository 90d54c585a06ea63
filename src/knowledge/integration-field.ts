/**
 * A service’s own name of a field that an integration of Elastic’s keeps below a prefix of its own, in the
 * integration’s spelling: `azure.signinlogs.properties.app_display_name` is the column `AppDisplayName`,
 * `okta.actor.alternate_id` is `actor.alternateId`, and Microsoft 365’s and Kubernetes’ stay as they are.
 * `undefined` for every other field.
 *
 * Source: the exported fields of the integrations Azure Logs, AWS, Okta, Microsoft Office 365, Kubernetes
 * (docs.elastic.co/integrations).
 */
export function findIntegrationField(field: string): string | undefined {
  for (const [prefix, rename] of prefixes) {
    const rest = prefix.exec(field)?.[1]
    if (rest !== undefined) return rename(rest)
  }
  return undefined
}

const prefixes: readonly (readonly [RegExp, (rest: string) => string])[] = [
  [/^azure\.(?:auditlogs|signinlogs)\.properties\.(.+)$/s, rest => capital(camelCase(rest))],
  [/^aws\.cloudtrail\.((?!flattened\.).+)$/s, camelCase],
  [/^okta\.(.+)$/s, camelCase],
  [/^(?:kubernetes|o365)\.audit\.(.+)$/s, rest => rest],
]

function camelCase(name: string): string {
  return name.replace(/(?<=[a-z0-9])_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

function capital(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1)
}
