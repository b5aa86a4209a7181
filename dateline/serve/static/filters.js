"use strict";
// On a narrow screen the list comes first: what it can be narrowed by is opened when asked for.
if (matchMedia("(max-width: 55rem)").matches) document.querySelector(".facets")?.removeAttribute("open");
