/**
 * Pictures as static SVG, written by hand: a few bars, boxes and lines need no library, and the maintained ones (XChart, JFreeChart) paint colours and
 * pixel sizes into the file, so that a page could neither follow the reader's dark mode nor give each mark a tooltip, and they bring AWT and its fonts.
 *
 * <p>Colours are CSS variables of the page around them; a picture that stands alone carries them itself. All are colour-blind safe (Okabe and Ito,
 * 2008), and no meaning hangs on colour alone.
 */
package io.github.emotion4j.eval.chart;
