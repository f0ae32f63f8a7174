import type { ReactNode } from "react";

function Icon({ children }: { children: ReactNode }) {
  return (
    <svg className="icon" viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      {children}
    </svg>
  );
}

export const SearchIcon = () => (
  <Icon>
    <circle cx="9" cy="9" r="5.5" />
    <path d="m13.2 13.2 4 4" />
  </Icon>
);
export const UndoIcon = () => (
  <Icon>
    <path d="M7 4 3.5 7.5 7 11M4 7.500h7.500a4.500 4.500 0 0 1 0 9H8" />
  </Icon>
);
export const LinkIcon = () => (
  <Icon>
    <path d="M8.500 11.500a3 3 0 0 0 4.300 0l3-3a3 3 0 0 0-4.300-4.300l-1 1M11.500 8.500a3 3 0 0 0-4.300 0l-3 3a3 3 0 0 0 4.300 4.300l1-1" />
  </Icon>
);
export const FilterIcon = () => (
  <Icon>
    <path d="M3 5h14M6 10h8M8.500 15h3" />
  </Icon>
);
export const CloseIcon = () => (
  <Icon>
    <path d="m5 5 10 10M15 5 5 15" />
  </Icon>
);
export const CopyIcon = () => (
  <Icon>
    <rect x="7" y="7" width="9" height="10" rx="1.500" />
    <path d="M13 7V4.500A1.500 1.500 0 0 0 11.500 3h-6A1.500 1.500 0 0 0 4 4.500v7A1.500 1.500 0 0 0 5.500 13H7" />
  </Icon>
);
export const OpenIcon = () => (
  <Icon>
    <path d="M11 4h5v5M16 4l-7 7M13 12v3.500a.5.5 0 0 1-.5.5h-8a.5.5 0 0 1-.5-.5v-8a.5.5 0 0 1 .5-.5H8" />
  </Icon>
);
export const GrowIcon = () => (
  <Icon>
    <circle cx="10" cy="10" r="2.500" />
    <path d="M10 3v2M10 15v2M3 10h2M15 10h2M5 5l1.500 1.500M13.500 13.500 15 15M15 5l-1.500 1.500M5 15l1.500-1.500" />
  </Icon>
);
export const PathIcon = () => (
  <Icon>
    <circle cx="4.500" cy="15" r="2" />
    <circle cx="15.500" cy="5" r="2" />
    <path d="M6.500 14.500c5-1 2-7 7-8.500" />
  </Icon>
);
export const FitIcon = () => (
  <Icon>
    <path d="M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4" />
  </Icon>
);
export const MoonIcon = () => (
  <Icon>
    <path d="M16 11.500A6.500 6.500 0 0 1 8.500 4a6.500 6.500 0 1 0 7.500 7.500Z" />
  </Icon>
);
export const SunIcon = () => (
  <Icon>
    <circle cx="10" cy="10" r="3.200" />
    <path d="M10 2.500v1.500M10 16v1.500M2.500 10H4M16 10h1.500M4.700 4.700l1 1M14.300 14.300l1 1M15.300 4.700l-1 1M5.700 14.300l-1 1" />
  </Icon>
);
export const DownloadIcon = () => (
  <Icon>
    <path d="M10 3v9M6.500 9 10 12.500 13.500 9M4 16h12" />
  </Icon>
);
