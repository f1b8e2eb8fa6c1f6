import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { firstLoadBytes } from '../../scripts/build/first-load.js';
import { projectRoot } from '../../server/core/project.js';

describe('The first load of the console', () => {
  const built = path.join(projectRoot, 'admin-ui/dist');

  /** The plot comes after the page, but the first page has one. */
  function chartBytes(): number {
    const assets = path.join(built, 'assets');
    const parts = readdirSync(assets).filter((file) => /^(charts|SignInPlot).*\.js\.br$/.test(file));
    expect(parts).to.have.length(2);
    return parts.reduce((sum, file) => sum + statSync(path.join(assets, file)).size, 0);
  }

  it('is under 400 kB as it travels, the plot of the first page included', () => {
    const bytes = firstLoadBytes(built, '/admin/');
    // Far too little would mean that the page's files were not found.
    expect(bytes).to.be.within(200_000, 400_000 - chartBytes());
  });
});
