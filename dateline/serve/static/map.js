"use strict";
// The incidents as circles on the outlines of the countries; several that stand close together are one circle.
const COLOURS = {
  ASSAULT: "#c2410c", PROTEST: "#1d6fa5", COERCE: "#7c3aa8", SANCTION: "#7c3aa8", MOBILIZE: "#7c3aa8",
  THREATEN: "#8a6d00", ACCUSE: "#8a6d00", REJECT: "#8a6d00", REQUEST: "#8a6d00",
};
const box = document.getElementById("map");
const css = getComputedStyle(document.documentElement);
const colour = (name) => css.getPropertyValue(name).trim();

async function draw() {
  const [shapes, shown] = await Promise.all(
    ["/shapes.json", box.dataset.points].map((address) => fetch(address).then((answer) => answer.json())),
  );
  const map = new maplibregl.Map({
    container: box, center: [15, 20], zoom: 1.2, attributionControl: false,
    style: {
      version: 8, sources: { world: { type: "geojson", data: shapes } },
      layers: [
        { id: "sea", type: "background", paint: { "background-color": colour("--sea") } },
        { id: "land", type: "fill", source: "world", paint: { "fill-color": colour("--card") } },
        { id: "borders", type: "line", source: "world", paint: { "line-color": colour("--line"), "line-width": 0.7 } },
      ],
    },
  });
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }));
  map.on("load", () => {
    map.addSource("incidents", { type: "geojson", data: shown.points, cluster: true, clusterRadius: 30, clusterMaxZoom: 10 });
    map.addLayer({
      id: "incidents", type: "circle", source: "incidents",
      paint: {
        "circle-radius": ["interpolate", ["linear"], ["sqrt", ["coalesce", ["get", "point_count"], 1]], 1, 5, 20, 26],
        "circle-color": ["case", ["has", "point_count"], "#57606a",
          ["match", ["coalesce", ["get", "type"], ""], ...Object.entries(COLOURS).flat(), "#2f7d5b"]],
        "circle-opacity": 0.75, "circle-stroke-width": 1, "circle-stroke-color": colour("--card"),
      },
    });
    box.dataset.ready = "yes";
  });
  map.on("click", "incidents", async (event) => {
    const feature = event.features[0];
    if (feature.properties.cluster) {
      const zoom = await map.getSource("incidents").getClusterExpansionZoom(feature.properties.cluster_id);
      map.easeTo({ center: feature.geometry.coordinates, zoom });
      return;
    }
    const told = document.createElement("a");
    told.href = `/incidents/${feature.properties.id}`;
    told.textContent = [feature.properties.what, feature.properties.where, feature.properties.when].join(" · ");
    new maplibregl.Popup().setLngLat(feature.geometry.coordinates).setDOMContent(told).addTo(map);
  });
}
draw();
