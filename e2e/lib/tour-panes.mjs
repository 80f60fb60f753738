// Tours of chats side by side, and of colleagues who are at the same chat.

import { Key } from './app.mjs';
import { row } from './fixture.mjs';
import { focusInbox, openDemo, openFirstChat } from './tour-steps.mjs';
import { until } from './wait.mjs';

/** Two chats, three, and the room for one that is not chosen yet. */
export async function tourPanes(window, visit) {
  const { app } = window;
  await openDemo(window);
  await widen(app);
  await openFirstChat(window);
  await (await app.find('composer')).sendKeys('نصف جملة في المحادثة الأولى');
  await app.press('\\');
  await until('there is room for a second chat', () => app.findVisible('pane-close'));
  await visit('pane-without-a-chat');
  await openBeside(app, 1);
  await visit('two-panes');
  await widen(app);
  await openBeside(app, 2);
  await visit('three-panes', () => {}, 'wide');
  await visit('three-panes-without-room');
}

/** Another admin opens a chat and answers it, before and while the user writes there. */
export async function tourColleagues(window, visit) {
  const { app } = window;
  const colleague = await window.backend.addUser('salma', 'سلمى المبروك', 'admin');
  const customer = await window.backend.signInAs('user');
  const { _id } = await customer.askAdmin('أين طلبي رقم 4F2A؟');
  await customer.write(_id, 'طلبي لم يصل بعد، واتصلت على 091-2345678 ولا رد');
  await window.signIn();
  await window.waitUntilOnline();
  await app.find(row(_id));
  await colleague.markRead(_id);
  await colleague.write(_id, 'أهلاً، السائق على بعد دقائق.');
  await app.find(`${row(_id)} [data-testid="collision"]`);
  await visit('collision-in-the-list');
  await window.openChat(_id);
  await app.find('[data-testid="collision-strip"][data-tone="plain"]');
  await visit('collision');
  await (await app.find('composer')).sendKeys('حاضر، لحظة');
  await app.find('[data-testid="collision-strip"][data-tone="bad"]');
  await visit('collision-while-writing');
}

/** Opens the row that is so many below the first beside what is open. */
async function openBeside(app, down) {
  const before = await panes(app);
  await focusInbox(app);
  await app.driver.actions().sendKeys(Key.HOME, ...Array(down).fill(Key.ARROW_DOWN)).perform();
  await app.press(Key.ENTER);
  await until('it stands beside', async () => (await panes(app)).join() !== before.join());
}

const panes = (app) =>
  app.driver.executeScript(`return [...document.querySelectorAll('[data-testid="chat"][data-conversation]')].map(({ dataset }) => dataset.conversation)`);

const widen = (app) => app.resize(1920, 1080);
