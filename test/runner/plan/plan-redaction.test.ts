import { expect, it } from 'vitest';
import { planDocument } from '../../../src/app/documents/plan.js';
import { jsonDocument } from '../../../src/output/reporters/json-document.js';
import { createTheme } from '../../../src/output/terminal/theme.js';
import { planMarkdown } from '../../../src/output/views/plan/plan-markdown.js';
import { planText } from '../../../src/output/views/plan/plan-text.js';
import { buildRunPlan } from '../../../src/runner/plan/build-run-plan.js';
import { findSecrets } from '../../e2e/redaction/find-secrets.js';
import { scenarios } from '../../e2e/redaction/scenarios.js';
import { loadedOf } from '../loaded.js';

const theme = createTheme({ color: false, unicode: true, width: () => 100 });

it.each(scenarios)(
  'no form of a plan holds a secret of $title',
  async ({ sql, name = '002_carries', planted }) => {
    const { file, path, ...content } = await loadedOf(sql);
    const displayPath = `db/migrations/${name}.up.sql`;
    const loaded = { ...content, file: { ...file, name }, path: { ...path, displayPath } };
    const plan = await buildRunPlan(
      {
        project: 'public.tb_confiture',
        environment: 'production',
        database: { name: 'shop', systemIdentifier: null, oid: null },
        direction: 'up',
        approvalRules: [],
        defaultSchema: 'public',
      },
      { run: [async () => loaded], applied: [] },
    );
    const result = { plan, requirement: null, sizes: [], warnings: [] };
    const shown = { ...result, command: 'confiture migrate up' };
    const forms = [planText(shown, theme), planMarkdown(shown), jsonDocument(planDocument(result))];
    expect(forms.flatMap((form) => findSecrets(form, planted))).toEqual([]);
    expect(plan.migrations[0]?.statements.length).toBeGreaterThan(0);
  },
);
