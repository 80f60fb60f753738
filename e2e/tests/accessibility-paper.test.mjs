// What screen readers need of paper, keys, manual and the settings' search: axe-core over every view, no violation of any level.

import { checkTour } from '../lib/check-tour.mjs';
import { tourPaperAndHelp } from '../lib/tour.mjs';

checkTour('paper and help', tourPaperAndHelp);
