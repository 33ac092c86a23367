// Written by scripts/make-icons.ts from lucide-static (ISC). Do not edit.

export const chevronLeft = 'M0 0m15 18-6-6 6-6';
export const chevronRight = 'M0 0m9 18 6-6-6-6';
export const zoomIn = 'M3 11a8 8 0 1 0 16 0a8 8 0 1 0-16 0M21 21L16.65 16.65M11 8L11 14M8 11L14 11';
export const zoomOut = 'M3 11a8 8 0 1 0 16 0a8 8 0 1 0-16 0M21 21L16.65 16.65M8 11L14 11';
