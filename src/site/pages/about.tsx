import type { Child } from 'hono/jsx'
import type { AboutModel } from '../../app/catalogue/index.ts'
import { Document } from '../document.tsx'
import type { Html } from '../html.ts'
import { Head } from '../parts/head.tsx'
import { Section } from '../parts/section.tsx'
import { SourceTable } from '../parts/source-table.tsx'
import { href, type SiteContext } from '../site-context.ts'
import { countOf, countText } from '../text.ts'

export interface AboutProps {
  readonly model: AboutModel
  readonly context: SiteContext
}

/** How everything is counted. */
export function AboutPage({ model, context }: AboutProps): Html {
  const { totals, sources, attackVersion } = model
  const unread = sources.flatMap(source =>
    source.notRead.map(({ reason, files }) => ({ source: source.title, reason, files })),
  )
  return (
    <Document context={context} title="About" section="about">
      <Head eyebrow={`Indicia ${context.version}`} title="How everything is counted">
        <p class="lead">
          Indicia reads detection rules in the languages that people write them in and turns every
          one into the same logic. Everything on these pages is worked out from that logic; nothing
          is looked up anywhere else.
        </p>
      </Head>
      <Section id="words" title="Words">
        <dl class="facts words">
          <Word name="Rule">
            One detection. The catalogue holds {countText(totals.rules)};{' '}
            {countText(totals.uncounted)} of them are deprecated, unsupported or placeholders, or
            queries that only draw or look things up: they have pages and are counted nowhere.
          </Word>
          <Word name="Family">
            Rules whose logic is equal, which event they ask for apart: copies of one detection
            under several ids and vendors. There are {countText(totals.families)}. Counts of
            indicators are counts of families, so that a rule that is copied often is not counted
            often.
          </Word>
          <Word name="Indicator">
            A value that a rule looks for, in one normal form: the canonical name of the field, the
            kind of test, the value without regard to case. Two spellings of one test are one
            indicator. There are {countText(totals.indicators)}, and{' '}
            {countText(totals.sharedIndicators)} are in two families or more; only those have a page
            of their own.
          </Word>
          <Word name="Exclusion">
            A value that a rule leaves out. Values that must hold together to be left out are one
            group and are shown as one. There are {countText(totals.exclusions)}.
          </Word>
          <Word name="Others">
            On a rule’s page: how many other families, of any vendor, look for the same (or exclude
            the same, for an exclusion). Blank means that nobody else does.
          </Word>
          <Word name="Branch">
            One way for a rule to fire. A rule that looks for a file name, or for a command line,
            has two.
          </Word>
          <Word name="Event coverage">
            An event type covers a branch if it has every field that the branch looks for. A rule on
            a page of an event type is one that has some branch which it covers. Where the fields of
            an event type are not known, it is assumed to have them, and the page says so.
          </Word>
          <Word name="Technique">
            As the rule’s tags say{attackVersion !== undefined && `, in ATT&CK ${attackVersion}`}. A
            technique’s count includes the rules of its sub-techniques, each once.{' '}
            {countText(totals.techniques)} techniques have rules.
          </Word>
        </dl>
      </Section>
      <Section id="search" title="The search line">
        <p class="lead">
          Words are looked for in titles, descriptions, values and bodies. Fields narrow the list; a
          minus sign turns a term round; quotes hold a phrase together. Dots and backslashes mean
          themselves.
        </p>
        <ul class="examples">
          {examples.map(([query, meaning]) => (
            <li>
              <a href={href(context, 'rules', { q: query })}>
                <code>{query}</code>
              </a>{' '}
              {meaning}
            </li>
          ))}
        </ul>
      </Section>
      <Section id="keys" title="Keys">
        <dl class="keys">
          {keys.map(([key, meaning]) => (
            <div>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </Section>
      <Section id="sources" title="Sources" count={sources.length}>
        <SourceTable context={context} sources={sources} />
      </Section>
      {unread.length > 0 && (
        <Section id="not-read" title="Files that gave no rules">
          <table class="plain">
            <thead>
              <tr>
                <th scope="col">source</th>
                <th scope="col">why</th>
                <th scope="col" class="figure">
                  files
                </th>
              </tr>
            </thead>
            <tbody>
              {unread.slice(0, 100).map(({ source, reason, files }) => (
                <tr>
                  <td>{source}</td>
                  <td>{reason}</td>
                  <td class="figure">{countText(files)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Section>
      )}
      <p class="lead apart">
        {countOf(totals.rulesWithDiagnostics, 'rule has', 'rules have')} diagnostics, which their
        pages show.
      </p>
    </Document>
  )
}

function Word({ name, children }: { readonly name: string; readonly children?: Child }): Html {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

const examples = [
  ['\\frpc.exe', 'a value, as it is'],
  ['T1090', 'a technique'],
  ['vendor:sigma level:high', 'both'],
  ['field:CommandLine op:contains value:"-enc"', 'a test'],
  ['excludes:"C:\\Program Files"', 'what rules leave out'],
  ['event:4688 -status:deprecated', 'an event type, without old rules'],
] as const

const keys = [
  ['/', 'to the search line'],
  ['j', 'next row of a list'],
  ['k', 'row before'],
  ['Enter', 'opens the row'],
  ['c', 'copies the value of the row, or the address of the page'],
  ['?', 'shows these keys'],
  ['Esc', 'lets go'],
] as const
