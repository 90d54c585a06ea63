import { defineConfig } from 'vite'

// The pages name `assets/site.css`, `assets/site.js` and `assets/theme.js`; only fonts have hashed names.
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: ['chrome123', 'firefox120', 'safari17.5'],
    assetsInlineLimit: 0,
    modulePreload: false,
    rollupOptions: {
      // What other parts import from `site.js` must not be `site.js` itself: pages ask for it with a version after
      // its name, and by two names it would run twice.
      preserveEntrySignatures: 'strict',
      input: { site: 'src/site.ts', theme: 'src/theme.ts', style: 'src/style/site.css' },
      output: {
        entryFileNames: 'assets/[name].js',
        chunkFileNames: 'assets/[name]-[hash].js',
        assetFileNames: ({ names }) =>
          names.some(name => name.endsWith('.css'))
            ? 'assets/site.css'
            : 'assets/fonts/[name]-[hash][extname]',
      },
    },
  },
})
