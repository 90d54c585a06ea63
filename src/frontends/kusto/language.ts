/**
 * What this front end needs of the namespace `Kusto.Language` of Microsoft’s package
 * `@kusto/language-service-next`. It is a parameter, so that who reads no Kusto loads none of it. The
 * package is C# translated to JavaScript; names are its own.
 */
export interface KustoLanguage {
  readonly Parsing: {
    /**
     * `ParseQuery` of a text. The larger entrance, `KustoCode.Parse`, gives the same tree after a second or two in
     * which it sets up all symbols and commands.
     */
    readonly QueryParser: { ParseQuery$1(text: string): MicrosoftQuery }
  }
  readonly Syntax: { readonly SyntaxKind: Readonly<Record<string, unknown>> }
}

/** A list of C#. */
export interface MicrosoftList {
  readonly Count: number
  getItem(index: number): MicrosoftDiagnostic
}

export interface MicrosoftDiagnostic {
  readonly Start: number
  readonly Length: number
  readonly Message: string
}

/** A node or a token of the tree. */
export interface MicrosoftElement {
  /** A member of the enumeration `SyntaxKind`. */
  readonly Kind: number
  readonly IsToken: boolean
  /** The parser assumed it where the text has none. */
  readonly IsMissing: boolean
  /** Of a token: its text, and the blanks and comments before it. */
  readonly Text?: string
  readonly Trivia?: string
  /** Of a literal: what it stands for; a text for texts. */
  readonly LiteralValue?: unknown
  readonly ChildCount: number
  GetChild(index: number): MicrosoftElement | null
  /** The name of a child in its parent, such as `Left`. */
  GetName(index: number): string | null
}

/** The root of a tree. */
export interface MicrosoftQuery extends MicrosoftElement {
  /** Whether there are any problems. */
  readonly ContainsSyntaxDiagnostics: boolean
  /** Makes places of elements known to them, which otherwise go through all that they are in. */
  InitializeTriviaStarts(): void
  GetContainedSyntaxDiagnostics(): MicrosoftList | readonly MicrosoftDiagnostic[]
}

/** Whether a value is the package’s namespace `Kusto.Language`, as far as this front end uses it. */
export function isKustoLanguage(value: unknown): value is KustoLanguage {
  if (!isObject(value)) return false
  const { Parsing: parsing, Syntax: syntax } = value
  if (!isObject(parsing) || !isObject(parsing.QueryParser)) return false
  if (typeof parsing.QueryParser.ParseQuery$1 !== 'function') return false
  return isObject(syntax) && isObject(syntax.SyntaxKind)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}
