import { expect } from 'chai';
import type { Page } from 'playwright-core';
import request from 'supertest';
import { startTestApp, type TestApp } from '../support/app.js';
import { accessibilityProblems, useBrowser } from '../support/browser.js';
import { cookieOf, createUser, PASSWORD, setUp, signIn, type Person } from '../support/people.js';
import { openAs, place } from './visitor.js';

const NEXT = 'AnotherOne-5150';
const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0';

describe('browser: one’s own password, sessions and notices', function () {
  this.timeout(60_000);
  const browser = useBrowser();
  // Not there when the tests are pending for want of a browser.
  let app: TestApp;
  let admin: Person;

  before(async () => {
    app = await startTestApp();
    admin = await setUp(app);
  });

  after(async () => {
    await app?.stop();
  });

  const open = (person: Person, path: string): Promise<Page> => openAs(browser, person, app.url + path);

  async function newUser(username: string): Promise<Person> {
    await createUser(admin, username);
    return signIn(app, username);
  }

  /** Signs in from a browser that says what it is, and that was not seen before. */
  async function signInFrom(userAgent: string, username: string): Promise<string> {
    const answer = await request(app.url)
      .post('/api/auth/login')
      .set('User-Agent', userAgent)
      .send({ username, password: PASSWORD });
    return cookieOf(answer);
  }

  const isIn = async (person: Person): Promise<boolean> => (await person.get('/api/auth/me')).status === 200;

  it('changes the password, and all other browsers are out', async () => {
    const person = await newUser('joe');
    const other = await signIn(app, 'joe');
    const page = await open(person, '/account/security');
    await page.getByRole('button', { name: 'Change password' }).click();
    const dialog = page.getByRole('dialog', { name: 'Change your password' });
    const [current, next] = [
      dialog.getByLabel('Current password', { exact: true }),
      dialog.getByLabel('New password', { exact: true }),
    ];
    const send = () => dialog.getByRole('button', { name: 'Change password' }).click();
    await send();
    await dialog.getByText('Enter your current password.').waitFor();
    await current.fill('not-this-one-1');
    await next.fill(NEXT);
    await send();
    await current.and(page.locator('[aria-invalid]')).waitFor();
    expect(await next.inputValue()).to.equal(NEXT);
    expect(await accessibilityProblems(page)).to.deep.equal([]);
    await current.fill(PASSWORD);
    await send();
    await page.getByText('One other browser was signed out.').waitFor();
    await dialog.waitFor({ state: 'detached' });
    expect(await isIn(other)).to.equal(false);
    // The page goes on with its new cookie.
    await page.reload();
    await page.getByText('You are signed in nowhere else.').waitFor();
    expect(await isIn(await signIn(app, 'joe', NEXT))).to.equal(true);
  });

  it('lists the browsers in which one is signed in, ends one, and ends all others', async () => {
    const person = await newUser('ann');
    const [second, third] = [await signIn(app, 'ann'), await signIn(app, 'ann')];
    await signInFrom(FIREFOX, 'ann');
    const page = await open(person, '/account/security');
    const rows = page.getByRole('list', { name: 'Where you are signed in' }).getByRole('listitem');
    await rows.nth(3).waitFor();
    expect(await rows.first().innerText())
      .to.include('This browser')
      .and.to.include('Active now');
    await page.getByRole('button', { name: 'Sign out Firefox 140 on Windows 10' }).click();
    await page.getByText('Firefox 140 on Windows 10 was signed out.').waitFor();
    await rows.nth(3).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Sign out all others' }).click();
    const question = page.getByRole('dialog', { name: 'Sign out all other browsers?' });
    await question.getByText('2 other browsers have to sign in again.').waitFor();
    await question.getByRole('button', { name: 'Sign out the others' }).click();
    await page.getByText('2 browsers were signed out.').waitFor();
    await rows.nth(1).waitFor({ state: 'detached' });
    expect([await isIn(person), await isIn(second), await isIn(third)]).to.deep.equal([true, false, false]);
  });

  it('tells of a sign-in from a new browser, at the name and on the page, until it is answered', async () => {
    const person = await newUser('eve');
    await signInFrom(FIREFOX, 'eve');
    const page = await open(person, '/');
    await page.getByRole('button', { name: 'eve (user): account, 1 notice' }).click();
    await page.getByRole('menuitem', { name: 'Account' }).click();
    await page.getByText('New sign-in: Firefox 140 on Windows 10').waitFor();
    expect(await accessibilityProblems(page)).to.deep.equal([]);
    await page.getByRole('button', { name: 'It was me' }).click();
    await page.getByText('Noted.').waitFor();
    await page.getByRole('button', { name: 'eve (user): account', exact: true }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'You', exact: true }).waitFor();
    expect(await page.getByText('New sign-in').count()).to.equal(0);
  });

  it('leads whoever does not know the browser to a new password', async () => {
    const person = await newUser('sam');
    const stranger = await signInFrom(FIREFOX, 'sam');
    const page = await open(person, '/account');
    await page.getByRole('button', { name: 'It was not me' }).click();
    const dialog = page.getByRole('dialog', { name: 'Secure your account' });
    await dialog.getByLabel('Current password', { exact: true }).fill(PASSWORD);
    await dialog.getByLabel('New password', { exact: true }).fill(NEXT);
    await dialog.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('One other browser was signed out.').waitFor();
    await page.getByText('New sign-in').waitFor({ state: 'detached' });
    const answer = await request(app.url).get('/api/auth/me').set('Cookie', stranger);
    expect(answer.status).to.equal(401);
  });

  it('tells what happened to the account, by oneself and by others', async () => {
    const id = await createUser(admin, 'ben');
    const person = await signIn(app, 'ben');
    await request(app.url).post('/api/auth/login').send({ username: 'ben', password: 'wrong-1' });
    await signInFrom(FIREFOX, 'ben');
    await admin.patch(`/api/users/${id}`, { role: 'admin' }).expect(200);
    const page = await open(person, '/account/activity');
    const told = page.locator('.timeline .item-title');
    await told.first().waitFor();
    expect(await told.allInnerTexts()).to.deep.equal([
      'root changed your account · role: admin',
      'You signed in',
      'A new browser signed in · Firefox 140 on Windows 10',
      'A sign-in to your account failed: wrong password',
      'You signed in',
      'root created your account',
    ]);
    await page.getByLabel('Show').selectOption('Failed sign-ins');
    await page.getByText('You signed in').first().waitFor({ state: 'detached' });
    await told.first().waitFor();
    expect(await told.allInnerTexts()).to.deep.equal(['A sign-in to your account failed: wrong password']);
    expect(place(page)).to.equal('/account/activity?show=failures');
    await page.getByLabel('Show').selectOption('API tokens');
    await page.getByRole('heading', { name: 'Nothing of this kind' }).waitFor();
    await page.goBack();
    await told.first().waitFor();
  });
});
