// What screen readers need of the panels: axe-core over every view, no violation of any level.

import { checkTour } from '../lib/check-tour.mjs';
import { tourPanels } from '../lib/tour.mjs';

checkTour('the panels', tourPanels);
