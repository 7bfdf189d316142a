import { expect, it } from 'vitest';
import { createProject } from '../../support/project.js';

it.each(['confiture.config.ts', 'confiture.config.mjs', 'confiture.config.js'])(
  '%s may import the package that its project has not installed',
  async (file) => {
    const project = await createProject({
      files: {
        [file]: `import { defineConfig } from 'confiture';
export default defineConfig({ webhooks: { endpoints: { audit: { url: 'https://audit.example.com/' } } } });
`,
      },
    });
    const { exitCode, stdout, stderr } = await project.run(['webhooks', 'list']);
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toContain('audit.example.com');
  },
);
