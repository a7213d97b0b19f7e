// Lint, and above all the house's boundaries: who may import whom. Run through nx (`npm run lint`):
// without the project graph that nx provides, the boundary rule passes silently.
import nx from '@nx/eslint-plugin';
import vue from 'eslint-plugin-vue';
import tseslint from 'typescript-eslint';
import { wingsRule } from './wings.rule.mjs';

const lib = (name, allowed) => ({
  sourceTag: `lib:${name}`,
  onlyDependOnLibsWithTags: allowed.map((other) => `lib:${other}`),
});

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '.nx/**', '.wenzheng/**'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx', '**/*.mjs'],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          enforceBuildableLibDependency: true,
          banTransitiveDependencies: true,
          depConstraints: [
            lib('client', []),
            lib('contracts', []),
            lib('working-days', []),
            lib('wording', ['working-days']),
            lib('redaction', ['testing']),
            lib('gate', ['contracts', 'redaction', 'testing']),
            lib('text', ['testing']),
            lib('paper', ['testing']),
            lib('platform', []),
            lib('imports', ['contracts', 'platform']),
            lib('printing', ['paper', 'platform', 'testing']),
            lib('sheet', ['platform']),
            lib('page-frame', ['platform']),
            lib('open311', ['contracts', 'platform', 'wording']),
            lib('messaging', ['contracts', 'platform', 'working-days', 'testing']),
            lib('testing', ['contracts', 'working-days', 'platform']),
            { sourceTag: 'type:service', onlyDependOnLibsWithTags: ['type:lib'] },
            { sourceTag: 'type:deploy', onlyDependOnLibsWithTags: ['type:lib'] },
            { sourceTag: 'type:test', onlyDependOnLibsWithTags: ['type:lib', 'type:deploy'] },
          ],
        },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-restricted-syntax': [
        'error',
        { selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: 'Text is always escaped.' },
      ],
    },
  },
  {
    // Specs and their fixtures alone may use the testing lib; rules import no framework.
    files: ['services/**/*.ts', 'libs/!(testing)/**/*.ts'],
    ignores: ['**/*.spec.ts', '**/*.fixture.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: ['@wenzheng/testing'] }] },
  },
  {
    // What is put together for a spec comes from anywhere in the house.
    files: ['services/*/src/**/*.{ts,tsx}'],
    ignores: ['**/*.spec.{ts,tsx}', '**/*.fixture.{ts,tsx}'],
    plugins: { wenzheng: { rules: { wings: wingsRule } } },
    rules: { 'wenzheng/wings': 'error' },
  },
  // The staff's application: what its templates say is escaped, and it takes nothing that a browser has not.
  ...vue.configs['flat/strongly-recommended'].map((config) => ({ ...config, files: ['services/console/web/**/*.vue'] })),
  {
    files: ['services/console/web/**/*.vue'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      'vue/no-v-html': 'error',
      'vue/no-static-inline-styles': 'error',
      'vue/block-order': ['error', { order: ['template', 'script', 'style'] }],
      'vue/html-self-closing': ['error', { html: { void: 'any' } }],
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/html-indent': 'off',
      // Types say what is optional.
      'vue/require-default-prop': 'off',
    },
  },
  {
    files: ['services/console/web/**/*.{ts,vue}'],
    ignores: ['**/vite.config.ts', '**/*.spec.ts'],
    rules: {
      'no-restricted-imports': ['error', { paths: ['@wenzheng/platform'], patterns: ['@wenzheng/messaging', '@wenzheng/testing', '@nestjs/*', 'node:*', '**/console/src/*', 'element-plus/es/components/*'] }],
    },
  },
  {
    files: ['**/*.rules.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        // Of the platform, its texts alone are pure.
        { paths: ['@wenzheng/platform'], patterns: ['@nestjs/*', 'typeorm', 'pg', 'fastify', '@nats-io/*', 'rxjs', '@wenzheng/messaging', '@wenzheng/testing'] },
      ],
    },
  },
);
