// All tours of the window, by name.

import { tourAnswering, tourMarks } from './tour-answering.mjs';
import { tourFiles } from './tour-files.mjs';
import { tourColleagues, tourPanes } from './tour-panes.mjs';
import { tourChats, tourDialogs, tourLock, tourPanels, tourPaperAndHelp, tourSignIn, tourUnsent } from './tour.mjs';

export const TOURS = {
  tourSignIn, tourChats, tourDialogs, tourPaperAndHelp, tourPanels, tourAnswering, tourMarks, tourLock, tourUnsent, tourFiles, tourPanes, tourColleagues,
};
