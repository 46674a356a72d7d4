import preact from '@preact/preset-vite';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [preact()],
  test: { include: ['{core,widget,console}/test/**/*.test.{ts,tsx}'], testTimeout: 30_000 },
});
