// A drawing is kept as strokes, "colour x,y x,y ..." a line, on a sheet of 1000 by 1000.
(function () {
  "use strict";
  var COLOURS = { ink: "#1d2a33", red: "#b3261e", orange: "#b85c00", green: "#1b7a3d", blue: "#1d5fbf", purple: "#6b3fa0" };
  var MOST_POINTS = 400, MOST_STROKES = 300, LONGEST = 60000;

  function begin(box) {
    if (box.dataset.ready) { return; }
    box.dataset.ready = "yes";
    box.hidden = false;
    var canvas = box.querySelector("canvas"), pen = canvas.getContext("2d");
    var field = box.querySelector("input[name=strokes]");
    var strokes = field.value ? field.value.split("\n") : [];
    var colour = "ink", current = null;

    function line(stroke) {
      var parts = stroke.split(" "), points = parts.slice(1);
      pen.strokeStyle = COLOURS[parts[0]] || COLOURS.ink;
      pen.lineWidth = 14;
      pen.lineCap = pen.lineJoin = "round";
      pen.beginPath();
      points.forEach(function (point, index) {
        var xy = point.split(",");
        if (index === 0) { pen.moveTo(+xy[0], +xy[1]); }
        // A line of no length at all is not drawn, and a dot is an eye.
        if (points.length === 1) { pen.lineTo(+xy[0] + .1, +xy[1]); }
        else { pen.lineTo(+xy[0], +xy[1]); }
      });
      pen.stroke();
    }

    function show() {
      pen.clearRect(0, 0, 1000, 1000);
      strokes.concat(current ? [current] : []).forEach(line);
      field.value = strokes.join("\n");
    }

    function at(event) {
      var sheet = canvas.getBoundingClientRect();
      var x = Math.round((event.clientX - sheet.left) / sheet.width * 1000);
      var y = Math.round((event.clientY - sheet.top) / sheet.height * 1000);
      return Math.min(1000, Math.max(0, x)) + "," + Math.min(1000, Math.max(0, y));
    }

    function room() { return strokes.length < MOST_STROKES && field.value.length < LONGEST - 4000; }

    canvas.addEventListener("pointerdown", function (event) {
      if (!room()) { return; }
      canvas.setPointerCapture(event.pointerId);
      current = colour + " " + at(event);
      show();
      event.preventDefault();
    });
    canvas.addEventListener("pointermove", function (event) {
      if (!current) { return; }
      var point = at(event), parts = current.split(" ");
      if (point !== parts[parts.length - 1] && parts.length <= MOST_POINTS) { current += " " + point; show(); }
    });
    ["pointerup", "pointercancel"].forEach(function (name) {
      canvas.addEventListener(name, function () {
        if (current) { strokes.push(current); current = null; show(); }
      });
    });
    box.addEventListener("click", function (event) {
      var button = event.target.closest("button");
      if (!button) { return; }
      if (button.dataset.pencil) {
        colour = button.dataset.pencil;
        box.querySelectorAll("[data-pencil]").forEach(function (each) { each.setAttribute("aria-pressed", String(each === button)); });
      } else if (button.hasAttribute("data-undo")) { strokes.pop(); show(); }
      else if (button.hasAttribute("data-clear")) { strokes = []; show(); }
    });
    show();
  }

  function all() { document.querySelectorAll("[data-draw]").forEach(begin); }
  document.addEventListener("htmx:afterSettle", all);
  all();
})();
