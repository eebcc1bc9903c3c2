// The map of a form: draw, move, undo and remove an area by mouse, finger or keyboard (R4).
// Without this file the field is a text box, a file and a drawing made by the server. The script only fills the
// box; what counts is checked there. Leaflet and geoman come before it (AreaWidget.Media).
(() => {
  "use strict";

  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const DIGITS = 6; // about a decimetre
  const METRES_PER_DEGREE = 111320;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const coarse = matchMedia("(pointer: coarse)").matches;

  // --- reading and measuring ---------------------------------------------------------------------------
  // The polygons of any GeoJSON, as coordinates; null when there are none.
  function polygonsOf(data) {
    const kind = data && data.type;
    if (kind === "FeatureCollection") {
      const all = data.features.map(polygonsOf);
      return all.includes(null) ? null : all.flat();
    }
    if (kind === "Feature") return polygonsOf(data.geometry);
    if (kind === "Polygon") return [data.coordinates];
    return kind === "MultiPolygon" ? data.coordinates : null;
  }

  // Corners one a line, latitude first unless only the other order lies in the municipality (as geo.py has it).
  function typed(text, bounds) {
    const parts = text.trim().split(/\n\s*\n/).map((part) => part.split("\n").map((line) => {
      const numbers = (line.includes(".") ? line.replaceAll(",", " ") : line).match(/-?\d+(?:[.,]\d+)?/g) || [];
      return numbers.length === 2 ? numbers.map((number) => Number(number.replace(",", "."))) : null;
    }));
    const points = parts.flat();
    if (points.includes(null)) return null;
    const inside = (order) => points.every((point) => bounds.contains(order(point)));
    const turned = !inside((point) => point) && inside((point) => [point[1], point[0]]);
    return parts.map((part) => [part.map((point) => (turned ? point : [point[1], point[0]]))]);
  }

  const isRing = (ring) => ring.length > 2 && ring.every(([x, y]) => Number.isFinite(x) && Number.isFinite(y));

  // The polygons in a text, none for an empty one; null for what the map cannot show.
  function read(text, bounds) {
    try {
      if (!text.trim()) return [];
      const all = /^\s*[{[]/.test(text) ? polygonsOf(JSON.parse(text)) : typed(text, bounds);
      return all.every((rings) => rings.length && rings.every(isRing)) ? all : null;
    } catch {
      return null;
    }
  }

  function squareMetres(ring) {
    const wide = METRES_PER_DEGREE * Math.cos((ring[0][1] * Math.PI) / 180);
    let sum = 0;
    ring.forEach(([x, y], at) => {
      const [nextX, nextY] = ring[(at + 1) % ring.length];
      sum += (x - ring[0][0]) * (nextY - ring[0][1]) - (nextX - ring[0][0]) * (y - ring[0][1]);
    });
    return Math.abs(sum / 2) * wide * METRES_PER_DEGREE;
  }

  function hectares(polygons) {
    const size = polygons.reduce((sum, [outer, ...holes]) =>
      sum + squareMetres(outer) - holes.reduce((inner, hole) => inner + squareMetres(hole), 0), 0) / 10000;
    return size.toFixed(size < 0.1 ? 2 : 1).replace(".", ",");
  }

  // --- what lies behind --------------------------------------------------------------------------------
  async function addBackdrop(map, address) {
    const answer = await fetch(address);
    const data = await answer.json();
    const silent = { interactive: false, pmIgnore: true };
    ["around", "city", "place"].forEach((kind) => {
      L.geoJSON(data.features.filter(({ properties }) => properties.kind === kind), {
        ...silent,
        pane: "backdrop",
        className: `m-${kind}`,
        weight: 1.5,
        pointToLayer: ({ properties }, latlng) => {
          const html = document.createElement("span");
          html.textContent = properties.name;
          const className = properties.large ? "m-place m-place--large" : "m-place";
          return L.marker(latlng, { ...silent, pane: "names", icon: L.divIcon({ html, className, iconSize: null }) });
        },
      }).addTo(map);
    });
    map.attributionControl.addAttribution(data.attribution);
  }

  // --- one field ---------------------------------------------------------------------------------------
  function setUp(root) {
    const words = JSON.parse(root.dataset.words);
    const find = (selector) => root.querySelector(selector);
    const [canvas, box, file, status] = ["[data-area-canvas]", "textarea", "input[type=file]", "[data-area-status]"].map(find);
    const [west, south, east, north] = root.dataset.bounds.split(",").map(Number);
    const city = L.latLngBounds([south, west], [north, east]);
    const say = (text, values = {}) => (status.textContent = text.replace(/\{(\w+)\}/g, (_all, name) => values[name]));

    find("[data-area-live]").hidden = false;
    root.querySelectorAll("[data-area-show], [data-area-drawing]").forEach((part) => (part.hidden = true));
    find("[data-area-text]").open = box.getAttribute("aria-invalid") === "true";

    L.Marker.mergeOptions({ keyboard: false }); // no nameless stops for the keyboard
    const map = L.map(canvas, {
      zoomControl: false,
      doubleClickZoom: false,
      scrollWheelZoom: false, // the page scrolls past the map; in use the map has the focus, see below
      dragging: !coarse, // one finger scrolls the page, two move the map
      zoomAnimation: !calm,
      fadeAnimation: !calm,
      minZoom: 9,
      maxZoom: 19,
      maxBounds: city.pad(0.5),
    }).fitBounds(city);
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-label", words.map);
    canvas.addEventListener("focus", () => map.scrollWheelZoom.enable());
    canvas.addEventListener("blur", () => map.scrollWheelZoom.disable());
    canvas.append(Object.assign(document.createElement("span"), { className: "s-map__cross", ariaHidden: "true" }));
    map.attributionControl.setPrefix("Leaflet");
    map.createPane("backdrop").style.zIndex = 150;
    map.createPane("names").style.zIndex = 250;
    L.control.zoom({ position: "topright", zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
    L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
    const { tiles, attribution, backdrop } = root.dataset;
    if (tiles) L.tileLayer(tiles, { attribution, maxZoom: 19 }).addTo(map);
    else addBackdrop(map, backdrop).catch(() => {}); // drawing works without it

    const group = L.featureGroup().addTo(map);
    map.pm.setLang("own", {
      tooltips: { firstVertex: words.first, continueLine: words.next, finishPoly: words.last },
      actions: { finish: words.finish },
      buttonTitles: { dragButton: words.drag, deleteButton: words.remove },
    }, "sv");
    const ink = getComputedStyle(root).color;
    map.pm.setGlobalOptions({
      layerGroup: group,
      snappable: false,
      allowSelfIntersection: false,
      pathOptions: { className: "m-area" },
      templineStyle: { color: ink, weight: 2.5 },
      hintlineStyle: { color: ink, weight: 2.5, dashArray: "7 4" },
    });
    map.pm.addControls({ position: "topleft", drawControls: false, editMode: false, cutPolygon: false, rotateMode: false });
    canvas.querySelectorAll(".button-container[title]").forEach((button) => {
      button.querySelector("a").setAttribute("aria-label", button.title);
    });
    canvas.querySelectorAll(".leaflet-pm-action").forEach((link) => link.setAttribute("aria-label", link.textContent));

    // --- the area and its past
    const tool = map.pm.Draw.Polygon;
    const drawing = () => map.pm.globalDrawModeEnabled();
    const corners = () => (drawing() ? tool._layer.getLatLngs() : []);
    const polygons = () => group.getLayers().flatMap((layer) => polygonsOf(layer.toGeoJSON(DIGITS)));
    const asText = () => {
      const all = polygons();
      if (!all.length) return "";
      return JSON.stringify(all.length === 1
        ? { type: "Polygon", coordinates: all[0] }
        : { type: "MultiPolygon", coordinates: all });
    };

    function tell(before = "") {
      const all = polygons();
      const text = [words.none, words.one][all.length] || words.many;
      say(`${before} ${text}`.trim(), { n: all.length, size: hectares(all) });
    }

    function show(all, { look = false } = {}) {
      group.clearLayers();
      all.forEach((rings) => {
        const latlngs = rings.map((ring) => L.GeoJSON.coordsToLatLngs(ring));
        watch(L.polygon(latlngs, { className: "m-area" }).addTo(group));
      });
      if (look) map.fitBounds(all.length ? group.getBounds().pad(0.3) : city, { maxZoom: 17, animate: false });
    }

    let past = [];
    function commit(before) {
      const now = asText();
      if (now !== past.at(-1)) past.push(now);
      box.value = now;
      tell(before);
    }

    // Names the corners that can be moved, so that the keyboard finds them.
    function name(layer) {
      const markers = (layer.pm._markers || []).flat(Infinity);
      markers.forEach((marker, at) => {
        const corner = marker.getElement();
        if (!corner) return;
        corner.tabIndex = 0;
        corner.setAttribute("role", "button");
        corner.setAttribute("aria-label", words.corner.replace("{n}", at + 1).replace("{of}", markers.length));
        corner.onkeydown = (event) => move(event, marker);
      });
    }

    function move(event, marker) {
      const step = ARROWS[event.key];
      if (event.key === "Delete") marker.fire("contextmenu"); // geoman's way to remove a corner
      if (!step) return;
      event.preventDefault();
      event.stopPropagation(); // or the map would move too
      const way = L.point(step).multiplyBy(event.shiftKey ? 1 : 5);
      const point = map.latLngToContainerPoint(marker.getLatLng()).add(way);
      marker.fire("dragstart");
      marker.setLatLng(map.containerPointToLatLng(point));
      marker.fire("dragend");
    }

    function watch(layer) {
      layer.on("pm:edit", () => commit(words.moved));
      layer.on("pm:dragend", () => commit());
      layer.on("pm:enable pm:vertexadded pm:vertexremoved pm:layerreset", () => name(layer));
      layer.on("pm:intersect", () => say(words.crosses));
    }

    map.on("pm:create", ({ layer }) => {
      watch(layer);
      commit();
    });
    map.on("pm:remove", () => commit());
    map.on("pm:drawstart", ({ workingLayer }) => {
      workingLayer.on("pm:vertexadded", () => say(words.added, { n: corners().length }));
    });
    const press = (what, on) => find(`[data-do=${what}]`).setAttribute("aria-pressed", String(on));
    map.on("pm:globaldrawmodetoggled", ({ enabled }) => press("draw", enabled));
    map.on("pm:globaleditmodetoggled", ({ enabled }) => press("edit", enabled));

    // --- the buttons
    function rest() {
      if (corners().length > 2) tool._finishShape(); // nothing drawn is lost by choosing another tool
      if (drawing()) map.pm.disableDraw();
      ["Edit", "Drag", "Removal"].forEach((mode) => {
        if (map.pm[`global${mode}ModeEnabled`]()) map.pm[`disableGlobal${mode}Mode`]();
      });
    }
    function choose(isOn, enable) {
      rest();
      if (!isOn) enable();
    }
    const acts = {
      draw: () => choose(drawing(), () => map.pm.enableDraw("Polygon")),
      edit: () => choose(map.pm.globalEditModeEnabled(), () => map.pm.enableGlobalEditMode()),
      add() {
        if (!drawing()) acts.draw();
        const latlng = map.getCenter();
        const before = corners().length;
        const taken = corners().some((corner) => corner.equals(latlng));
        if (!taken) map.fire("click", { latlng });
        if (corners().length === before) say(taken ? words.same : words.crosses);
      },
      close() {
        if (corners().length < 3) say(words.few, { n: corners().length });
        else tool._finishShape();
        if (corners().length > 2) say(words.crosses); // geoman has left it open
      },
      undo() {
        if (corners().length) tool._removeLastVertex();
        else if (past.length > 1) {
          past.pop();
          box.value = past.at(-1);
          show(read(box.value, city));
        } else return say(words.nothing);
        return tell(words.undone);
      },
      clear() {
        rest();
        show([]);
        commit();
        say(words.removed);
      },
    };
    root.addEventListener("click", (event) => {
      const button = event.target.closest("[data-do]");
      if (button) acts[button.dataset.do]();
    });
    canvas.addEventListener("keydown", (event) => {
      const step = ARROWS[event.key];
      if (event.target !== canvas || !(step || event.key === "Enter")) return;
      event.preventDefault();
      event.stopImmediatePropagation(); // Leaflet glides; a corner has to be where the map was when Enter was pressed
      if (step) map.panBy(L.point(step).multiplyBy(event.shiftKey ? 10 : 60), { animate: false });
      else acts.add();
    }, true);

    // --- file, text, sending
    file.addEventListener("change", async () => {
      if (!file.files.length) return undefined;
      const all = read(await file.files[0].text(), city);
      if (!all || !all.length) return say(words.file);
      file.value = ""; // the box has it now
      show(all, { look: true });
      return commit();
    });
    box.addEventListener("change", () => {
      const all = read(box.value, city);
      const text = box.value;
      if (!all) return say(words.text);
      show(all, { look: true });
      commit();
      return (box.value = text); // what somebody wrote stays as it was written
    });
    box.form.addEventListener("submit", rest);

    show(read(box.value, city) || [], { look: true });
    past = [asText()];
  }

  if (window.L && L.PM) document.querySelectorAll("[data-area-map]").forEach(setUp);
})();
