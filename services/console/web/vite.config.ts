import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers';
import components from 'unplugin-vue-components/vite';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  base: '/',
  resolve: { conditions: ['wenzheng-source', 'browser', 'module', 'import', 'default'] },
  plugins: [
    vue({ features: { optionsAPI: false } }),
    // Of Element Plus only what a template names is built in, with its own style.
    components({ dirs: [], dts: here('../dist/api/components.d.ts'), resolvers: [ElementPlusResolver({ importStyle: 'css' })] }),
  ],
  build: {
    outDir: here('../dist/web'),
    emptyOutDir: true,
    target: 'es2022',
    // The content security policy knows 'self' and nothing else: no data: address, no inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: 'manifest.json',
    chunkSizeWarningLimit: 800,
  },
});
