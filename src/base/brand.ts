declare const brand: unique symbol

/** A `Base` that only one function may produce, so that holding one proves it was checked. */
export type Brand<Base, Name extends string> = Base & { readonly [brand]: Name }
