// What screen readers need of chats side by side and of colleagues: axe-core over every view, no violation of any level.

import { checkTour } from '../lib/check-tour.mjs';
import { tourColleagues, tourPanes } from '../lib/tour-panes.mjs';

checkTour('chats side by side', tourPanes);
checkTour('colleagues at the same chat', tourColleagues);
