// What screen readers need while a chat is answered: axe-core over every view, no violation of any level.

import { checkTour } from '../lib/check-tour.mjs';
import { tourAnswering, tourMarks } from '../lib/tour-answering.mjs';

checkTour('answering', tourAnswering);
checkTour('what is kept on a chat', tourMarks);
