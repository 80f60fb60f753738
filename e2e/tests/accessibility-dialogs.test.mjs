// What screen readers need of the dialogs: axe-core over every view, no violation of any level.

import { checkTour } from '../lib/check-tour.mjs';
import { tourDialogs } from '../lib/tour.mjs';

checkTour('the dialogs', tourDialogs);
