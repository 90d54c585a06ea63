import type { SourceRecord } from '../../app/catalogue/index.ts'
import { termText } from '../facet-query.ts'
import type { Html } from '../html.ts'
import { href, type SiteContext } from '../site-context.ts'
import { countText } from '../text.ts'
import { WebAddress } from './words.tsx'

/** The rule sets of the catalogue: where each is from, and how much of it was read. */
export function SourceTable({
  context,
  sources,
}: {
  readonly context: SiteContext
  readonly sources: readonly SourceRecord[]
}): Html {
  return (
    <table class="list stack">
      <thead>
        <tr>
          <th scope="col">source</th>
          <th scope="col">vendor</th>
          <th scope="col">published at</th>
          <th scope="col">commit</th>
          <th scope="col">licence</th>
          <th scope="col" class="figure">
            files
          </th>
          <th scope="col" class="figure">
            rules
          </th>
          <th scope="col" class="figure">
            without rules
          </th>
        </tr>
      </thead>
      <tbody>
        {sources.map(source => (
          <tr>
            <td class="title">{source.title}</td>
            <td>
              <a href={href(context, 'rules', { q: termText('vendor', source.vendor) })}>
                {source.vendor}
              </a>
            </td>
            <td class="web">{source.url !== undefined && <WebAddress text={source.url} />}</td>
            <td>{source.commit !== undefined && <code>{source.commit.slice(0, 10)}</code>}</td>
            <td>{source.license ?? ''}</td>
            <td class="figure" data-l="files">
              {countText(source.files)}
            </td>
            <td class="figure" data-l="rules">
              {countText(source.rules)}
            </td>
            <td class="figure" data-l="without rules">
              {countText(source.notRead.reduce((sum, { files }) => sum + files, 0))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
