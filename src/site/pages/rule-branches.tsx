import type { WireBranch, WirePredicate } from '../../app/index.ts'
import type { Html } from '../html.ts'
import { testText } from '../parts/indicator-table.tsx'
import { Section } from '../parts/section.tsx'
import { Value } from '../parts/value.tsx'
import { countOf } from '../text.ts'
import type { LimitedRuleProps } from './rule.tsx'

/** Values of a predicate that a branch repeats. */
const maxValues = 2

/** The ways for the rule to fire, one by one; each predicate leads to its row above. */
export function RuleBranches({ model, limits }: LimitedRuleProps): Html {
  const { branchParts, predicates } = model.rule
  if (branchParts.length < 2) return <></>
  const shown = (place: number): Html => {
    const predicate = predicates[place]
    if (predicate === undefined) return <></>
    const text = <PredicateText predicate={predicate} />
    return place < limits.predicates ? <a href={`#r${place}`}>{text}</a> : text
  }
  return (
    <Section
      id="branches"
      title="Branches"
      count={branchParts.length}
      note="Each is one way for the rule to fire: all of its conditions hold together."
    >
      <ol class="branches">
        {branchParts.map(branch => (
          <li>
            <Branch branch={branch} predicates={predicates} shown={shown} />
          </li>
        ))}
      </ol>
    </Section>
  )
}

function Branch({
  branch,
  predicates,
  shown,
}: {
  readonly branch: WireBranch
  readonly predicates: readonly WirePredicate[]
  readonly shown: (place: number) => Html
}): Html {
  return (
    <>
      {branch.looksFor.map((group, i) => (
        <span class="term">
          {i > 0 && <em>and</em>} <Terms places={group} word="or" shown={shown} />
        </span>
      ))}
      {branch.opaque > 0 && (
        <span class="term">
          <em>and</em> {countOf(branch.opaque, 'part')} that could not be read
        </span>
      )}
      {branch.excludes.map(group => (
        <span class="term excluded">
          <em>unless</em>{' '}
          <Terms
            places={group}
            word="and"
            shown={place => (
              <>
                {predicates[place]?.negated === false && <em>not </em>}
                {shown(place)}
              </>
            )}
          />
        </span>
      ))}
    </>
  )
}

function Terms({
  places,
  word,
  shown,
}: {
  readonly places: readonly number[]
  readonly word: string
  readonly shown: (place: number) => Html
}): Html {
  return (
    <>
      {places.map((place, i) => (
        <>
          {i > 0 && <em> {word} </em>}
          {shown(place)}
        </>
      ))}
    </>
  )
}

/** `Image ends with \frpc.exe or \frps.exe`. */
function PredicateText({ predicate }: { readonly predicate: WirePredicate }): Html {
  const { field, values, all } = predicate
  const more = values.length - maxValues
  return (
    <>
      <span class="field">{field === '*any' ? 'any field' : field}</span> {testText(predicate)}{' '}
      {values.slice(0, maxValues).map((value, i) => (
        <>
          {i > 0 && <em> {all ? 'and' : 'or'} </em>}
          <Value value={value} limit={60} />
        </>
      ))}
      {more > 0 && (
        <em>
          {' '}
          {all ? 'and' : 'or'} {more} more
        </em>
      )}
    </>
  )
}
