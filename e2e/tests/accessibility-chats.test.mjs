// What screen readers need of the chats: axe-core over every view, no violation of any level.

import { checkTour } from '../lib/check-tour.mjs';
import { tourChats } from '../lib/tour.mjs';

for (const theme of ['dark', 'light']) checkTour(`the chats, ${theme}`, tourChats, [theme]);
