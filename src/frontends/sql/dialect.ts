/** Whose SQL a query is in: they differ in texts, in case and in functions of one name. */
export type SqlDialect = 'snowflake' | 'athena' | 'sqlite'

/** What one dialect means by what all of them write. */
export interface SqlDialectFacts {
  /**
   * Snowflake: “In single-quoted string constants, you must escape the backslash character”. The
   * others know no escapes but the doubled quotation mark.
   */
  readonly hasBackslashEscapes: boolean
  /** `//` begins a comment, `$$` a text, and `:` a path: Snowflake’s own. */
  readonly isSnowflake: boolean
  /**
   * SQLite: “The LIKE operator is case sensitive by default for unicode characters that are beyond the
   * ASCII range”, and ignores case within it. Snowflake: “Performs a case-sensitive comparison”.
   */
  readonly likeIgnoresCase: boolean
  /**
   * SQLite: “If a keyword in double quotes is used in a context where it cannot be resolved to an
   * identifier but where a string literal is allowed, then the token is understood to be a string
   * literal instead of an identifier.”
   */
  readonly quotesTexts: boolean
}

export const dialects: Readonly<Record<SqlDialect, SqlDialectFacts>> = {
  snowflake: {
    hasBackslashEscapes: true,
    isSnowflake: true,
    likeIgnoresCase: false,
    quotesTexts: false,
  },
  athena: {
    hasBackslashEscapes: false,
    isSnowflake: false,
    likeIgnoresCase: false,
    quotesTexts: false,
  },
  sqlite: {
    hasBackslashEscapes: false,
    isSnowflake: false,
    likeIgnoresCase: true,
    quotesTexts: true,
  },
}
