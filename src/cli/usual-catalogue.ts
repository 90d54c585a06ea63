/** The catalogue of the folder that a command runs in, where none is named. */
export const usualCatalogue = 'catalog.duckdb'
