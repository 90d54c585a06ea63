import type { Child } from 'hono/jsx'
import type { WireRule } from '../../app/index.ts'
import type { Html } from '../html.ts'
import { Section } from '../parts/section.tsx'
import { Thing, WebAddress } from '../parts/words.tsx'
import { href } from '../site-context.ts'
import { cutText } from '../text.ts'
import type { RuleProps } from './rule.tsx'

const maxItems = 60

/** Where the rule comes from, and whatever else its author says. */
export function RuleFactsList({ model, context }: RuleProps): Html {
  const { rule, source, logSource } = model
  const { definition } = rule.logSource
  return (
    <Section id="facts" title="Metadata">
      <dl class="facts">
        <Fact name="Log source">
          <Thing context={context} link={logSource} />
        </Fact>
        {definition !== undefined && <Fact name="Must be switched on">{definition}</Fact>}
        {rule.authors.length > 0 && (
          <Fact name="Authors">{cutText(rule.authors.join(', '), 1000)}</Fact>
        )}
        {rule.license !== undefined && <Fact name="Licence">{rule.license}</Fact>}
        {rule.date !== undefined && <Fact name="Created">{rule.date}</Fact>}
        {rule.modified !== undefined && <Fact name="Changed">{rule.modified}</Fact>}
        {rule.falsePositives.length > 0 && (
          <Fact name="False positives">
            <Items texts={rule.falsePositives} />
          </Fact>
        )}
        {rule.references.length > 0 && (
          <Fact name="References">
            <Items texts={rule.references} areAddresses />
          </Fact>
        )}
        {rule.related.length > 0 && (
          <Fact name="Related">
            <ul class="items">
              {rule.related.slice(0, maxItems).map(({ id, type }) => (
                <li>
                  {type} <a href={href(context, 'rules', { q: id })}>{id}</a>
                </li>
              ))}
            </ul>
          </Fact>
        )}
        {rule.tags.length > 0 && <Fact name="Tags">{rule.tags.slice(0, maxItems).join(', ')}</Fact>}
        <Fact name="Source">
          {source.url === undefined ? source.title : <WebAddress text={source.url} />}
          {source.commit !== undefined && (
            <>
              , commit <code>{source.commit.slice(0, 12)}</code>
            </>
          )}
        </Fact>
        <Fact name="File">
          <code>{rule.path}</code>
        </Fact>
        {Object.entries(rule.custom)
          .slice(0, maxItems)
          .map(([name, value]) => (
            <Fact name={name}>
              <code>{cutText(customText(value), 600)}</code>
            </Fact>
          ))}
      </dl>
    </Section>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children?: Child }): Html {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Items({
  texts,
  areAddresses,
}: {
  readonly texts: readonly string[]
  readonly areAddresses?: boolean
}): Html {
  return (
    <ul class="items">
      {texts.slice(0, maxItems).map(text => (
        <li>{areAddresses ? <WebAddress text={text} /> : text}</li>
      ))}
      {texts.length > maxItems && <li class="more">and {texts.length - maxItems} more</li>}
    </ul>
  )
}

function customText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}

/** The same in a terminal. */
export function RuleUse({ model, context }: RuleProps): Html {
  const { vendor, slug, path } = model.rule
  // An export may be read anywhere: the folder that was read here says nothing there.
  const file = context.isStatic ? path : joinPath(model.source.path, path)
  const lines = [
    ['Show it', `indicia show ${shellWord(`${vendor}:${slug}`)}`],
    ['Run it on logs', `indicia scan LOGS --rules ${shellWord(file)}`],
  ] as const
  return (
    <Section id="use" title="In a terminal">
      <dl class="facts">
        {lines.map(([name, command]) => (
          <Fact name={name}>
            <code class="command">{command}</code>{' '}
            <button type="button" class="copy js-only" data-copy={command}>
              copy
            </button>
          </Fact>
        ))}
      </dl>
    </Section>
  )
}

function joinPath(folder: string, path: string): string {
  return folder === '' ? path : `${folder.replace(/\/+$/, '')}/${path}`
}

/** A word of a shell’s command line; line ends cannot be in one. */
function shellWord(text: string): string {
  const plain = text.replace(/\p{Cc}/gu, ' ')
  return /^[\w./:@~-]+$/.test(plain) ? plain : `'${plain.replaceAll("'", `'\\''`)}'`
}

/** What is wrong with the rule’s text. */
export function RuleDiagnostics({ rule }: { readonly rule: WireRule }): Html {
  const { diagnostics } = rule
  if (diagnostics.length === 0) return <></>
  return (
    <Section id="diagnostics" title="Diagnostics" count={diagnostics.length}>
      <table class="plain stack">
        <thead>
          <tr>
            <th scope="col" class="figure">
              line
            </th>
            <th scope="col">severity</th>
            <th scope="col">problem</th>
            <th scope="col">code</th>
          </tr>
        </thead>
        <tbody>
          {diagnostics.slice(0, maxItems).map(({ severity, code, message, help, span }) => (
            <tr>
              <td class="figure" data-l="line">
                {span.line === 0 ? '' : span.line}
              </td>
              <td class={`severity ${severity}`}>{severity}</td>
              <td>
                {cutText(message, 600)}
                {help !== undefined && <small>{cutText(help, 600)}</small>}
              </td>
              <td>
                <code>{code}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {diagnostics.length > maxItems && (
        <p class="more">and {diagnostics.length - maxItems} more</p>
      )}
    </Section>
  )
}
