import "uplot/dist/uPlot.min.css";
import { drawCharts } from "./charts";
import { enableFlames } from "./flame";
import { markScrolling } from "./scroll";
import { enableSearch } from "./search";
import { placeDefinitions } from "./terms";

drawCharts();
enableFlames();
enableSearch();
placeDefinitions();
markScrolling();
