import type { MatrixModel } from '../../app/catalogue/index.ts'

/** The matrix as a layer that the ATT&CK Navigator opens (format 4.5). */
export function toNavigatorLayer(matrix: MatrixModel): NavigatorLayer {
  const { attackVersion, by, query, largest, tactics } = matrix
  const counted = query === '' ? `All ${by}` : `The ${by} of “${query}”`
  return {
    name: query === '' ? 'Indicia' : `Indicia: ${query}`.slice(0, 100),
    versions: {
      // The Navigator wants the major version alone.
      ...(attackVersion === undefined ? {} : { attack: attackVersion.split('.')[0] ?? '' }),
      navigator: '5.1.0',
      layer: '4.5',
    },
    domain: 'enterprise-attack',
    description: `${counted}; the score of a technique is how many have it, those of its sub-techniques included.`,
    sorting: 3,
    hideDisabled: false,
    gradient: {
      colors: ['#f4efe4', '#8a2b1d'],
      minValue: 0,
      maxValue: Math.max(1, largest),
    },
    techniques: tactics.flatMap(({ tactic, techniques }) =>
      techniques.flatMap(({ technique, count, subTechniques }) => {
        const subs = subTechniques.filter(sub => sub.count > 0)
        if (count === 0 && subs.length === 0) return []
        return [
          layerTechnique(tactic.name, technique.id, count, subs.length > 0),
          ...subs.map(sub => layerTechnique(tactic.name, sub.technique.id, sub.count, false)),
        ]
      }),
    ),
  }
}

export interface NavigatorLayer {
  readonly name: string
  readonly versions: {
    readonly attack?: string
    readonly navigator: string
    readonly layer: '4.5'
  }
  readonly domain: 'enterprise-attack'
  readonly description: string
  readonly sorting: number
  readonly hideDisabled: boolean
  readonly gradient: {
    readonly colors: readonly string[]
    readonly minValue: number
    readonly maxValue: number
  }
  readonly techniques: readonly NavigatorTechnique[]
}

export interface NavigatorTechnique {
  readonly techniqueID: string
  /** The tactic’s short name: `credential-access`. */
  readonly tactic: string
  readonly score: number
  readonly showSubtechniques: boolean
}

function layerTechnique(
  tactic: string,
  techniqueID: string,
  score: number,
  showSubtechniques: boolean,
): NavigatorTechnique {
  return {
    techniqueID,
    tactic: tactic.toLowerCase().replace(/[^a-z]+/g, '-'),
    score,
    showSubtechniques,
  }
}
