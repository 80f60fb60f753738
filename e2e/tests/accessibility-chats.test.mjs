// What screen readers need of the chats: axe-core over every view, no violation of any level.

import { checkTour } from '../lib/check-tour.mjs';
import { tourChats } from '../lib/tour.mjs';

checkTour('the chats', tourChats);
