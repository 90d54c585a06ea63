import { z } from 'zod'
import type { RuleModel, RuleRow } from '../../../app/catalogue/index.ts'
import { jsonAnswer, type StreamedAnswer, type WholeAnswer } from '../../bytes/answer.ts'
import type { ServedSite } from '../../served-site.ts'
import { type ApiRoute, defineRoute, defineTextRoute, notFound, value } from '../api-route.ts'
import { csvLine } from '../csv.ts'
import { foundRulesSchema, ruleChoicesSchema } from '../detail-schemas.ts'
import { cutList, isFailure, readSlice } from '../list-part.ts'
import { cursorSchema, descSchema, limitSchema, querySchema, sortSchema } from '../parameters.ts'
import { ruleSchema } from '../rule-schema.ts'
import type { ApiRule, RuleChoices } from '../wire.ts'

const ruleName = {
  name: 'id',
  description: 'An id, a slug, `vendor:slug`, or the address of the rule’s page.',
  example: 'sigma:proc_creation_win_pua_frp',
}

const choices = {
  status: 300,
  description: 'Several rules go by the name: each has an address of its own.',
  schema: ruleChoicesSchema,
}

const search = { q: querySchema, sort: sortSchema, desc: descSchema }

export const ruleRoutes: readonly ApiRoute[] = [
  defineRoute({
    path: '/rules',
    group: 'Rules',
    summary: 'Rules that a query finds',
    query: z.strictObject({ ...search, limit: limitSchema, cursor: cursorSchema }),
    schema: foundRulesSchema,
    answer: ({ site, query, list }) => {
      const slice = readSlice({ query, list })
      if (isFailure(slice)) return slice
      const found = findRules(site, query)
      return value({ ...cutList(found.rows, slice, list), problems: found.problems })
    },
  }),
  defineTextRoute({
    path: '/rules.csv',
    group: 'Rules',
    summary: 'Rules that a query finds, all of them, as a table',
    description: 'A cell that begins like a formula has an apostrophe before it.',
    query: z.strictObject(search),
    type: 'text/csv',
    answer: ({ site, query }) => ({
      kind: 'answer',
      answer: {
        kind: 'whole',
        status: 200,
        type: 'text/csv; charset=utf-8',
        headers: { 'Content-Disposition': 'attachment; filename="rules.csv"' },
        body: rulesTable(findRules(site, query).rows),
      },
    }),
  }),
  defineTextRoute({
    path: '/rules/{id}/body',
    group: 'Rules',
    summary: 'The text of a rule as it was written',
    pathParameters: [ruleName],
    query: z.strictObject({}),
    type: 'text/plain',
    otherAnswers: [choices],
    answer: ({ site, name }) => {
      const numbers = findByName(site, name)
      if (numbers.length > 1) return { kind: 'answer', answer: choicesAnswer(site, numbers) }
      const [number] = numbers
      if (number === undefined) return notFound(`No rule goes by “${name}”.`)
      const { body } = site.catalogue.rule(number).rule
      const type = 'text/plain; charset=utf-8'
      return { kind: 'answer', answer: { kind: 'whole', status: 200, type, body } }
    },
  }),
  defineRoute({
    path: '/rules/{id}',
    group: 'Rules',
    summary: 'A rule with everything that is known of it',
    pathParameters: [ruleName],
    query: z.strictObject({}),
    schema: ruleSchema,
    otherAnswers: [choices],
    answer: ({ site, name }) => {
      const numbers = findByName(site, name)
      if (numbers.length > 1) return { kind: 'answer', answer: choicesAnswer(site, numbers) }
      const [number] = numbers
      if (number === undefined) return notFound(`No rule goes by “${name}”.`)
      return value(toApiRule(site.catalogue.rule(number)))
    },
  }),
  defineTextRoute({
    path: '/export',
    group: 'Rules',
    summary: 'Rules that a query finds, whole, one JSON object a line',
    description: 'Each line is a `Rule`.',
    query: z.strictObject(search),
    type: 'application/x-ndjson',
    answer: ({ site, query }) => ({ kind: 'answer', answer: exportAnswer(site, query) }),
  }),
]

interface RuleQuery {
  readonly q: string
  readonly sort: string
  readonly desc: boolean
}

function findRules(
  { catalogue, search: { find } }: ServedSite,
  { q, sort, desc }: RuleQuery,
): { readonly rows: readonly RuleRow[] } & Pick<ReturnType<typeof find>, 'problems'> {
  const { rules, problems } = find({ query: q, sort, isDescending: desc })
  return { rows: rules.flatMap(number => catalogue.rows[number] ?? []), problems }
}

/** The numbers of the rules that a name or an address means. */
function findByName({ catalogue }: ServedSite, name: string): readonly number[] {
  const number = catalogue.ruleAt(name) ?? catalogue.ruleAt(`rules/${name}`)
  return number === undefined ? catalogue.findRules(name) : [number]
}

function choicesAnswer({ catalogue }: ServedSite, numbers: readonly number[]): WholeAnswer {
  const choices: RuleChoices = {
    rules: numbers.flatMap(number => catalogue.rows[number] ?? []),
  }
  return jsonAnswer(choices, 300)
}

/** What `indicia show --json` prints, with the addresses of the catalogue. */
export function toApiRule({ rule, row, source, indicators, exclusions }: RuleModel): ApiRule {
  return {
    address: row.address,
    source: source.name,
    ...rule,
    indicators: rule.indicators.map((indicator, i) => ({
      ...indicator,
      address: indicators[i]?.address ?? row.address,
    })),
    exclusions: rule.exclusions.map((exclusion, i) => ({
      ...exclusion,
      address: exclusions[i]?.address ?? row.address,
    })),
  }
}

const columns = [
  'vendor',
  'id',
  'slug',
  'title',
  'level',
  'status',
  'language',
  'product',
  'category',
  'service',
  'tactics',
  'techniques',
  'branches',
  'indicators',
  'exclusions',
  'copies',
  'authors',
  'license',
  'date',
  'modified',
  'path',
  'address',
] as const

function rulesTable(rows: readonly RuleRow[]): string {
  const ids = (links: RuleRow['tactics']): string => links.map(link => link.id).join('; ')
  const lines = rows.map(row => {
    const { tactics, techniques, authors } = row
    const cells = {
      ...row,
      tactics: ids(tactics),
      techniques: ids(techniques),
      authors: authors.join('; '),
    }
    return csvLine(columns.map(column => cells[column]))
  })
  return csvLine(columns) + lines.join('')
}

function exportAnswer(site: ServedSite, query: RuleQuery): StreamedAnswer {
  const {
    catalogue,
    search: { find },
  } = site
  return {
    kind: 'streamed',
    status: 200,
    type: 'application/x-ndjson',
    headers: { 'Content-Disposition': 'attachment; filename="rules.ndjson"' },
    *pieces() {
      const { rules } = find({ query: query.q, sort: query.sort, isDescending: query.desc })
      for (const number of rules) yield `${JSON.stringify(toApiRule(catalogue.rule(number)))}\n`
    },
  }
}
