// What screen readers need of pictures and files: axe-core over every view, no violation of any level.

import { checkTour } from '../lib/check-tour.mjs';
import { tourFiles } from '../lib/tour-files.mjs';

checkTour('pictures and files', tourFiles);
