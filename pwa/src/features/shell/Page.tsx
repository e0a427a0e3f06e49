/** An ordinary screen: head, body, the ways through the app, and the running clock of a visit elsewhere. */
import type { ComponentChildren } from "preact";
import { stage } from "../../state/session";
import { SignInAgain } from "../sign-in/SignInAgain";
import { HealthNotice } from "../storage-health/HealthNotice";
import { Fetching } from "../sync-status/Fetching";
import { RunningBar } from "../timing/RunningBar";
import { Nav } from "./Nav";
import { TopBar } from "./TopBar";
import "./desk.css";
import "./shell.css";

interface PageProps {
  title: string;
  under?: ComponentChildren;
  back?: { href: string; label: string };
  className?: string;
  children: ComponentChildren;
}

/** Who works online only keeps the ways of the desk above; a tablet's stand at the thumb. */
export function Page({ title, under, back, className = "", children }: PageProps) {
  const desk = stage.value.at === "online";
  const page = (
    <div class="page">
      <TopBar title={title} under={under} {...(back ? { back } : {})} />
      <main class={className}>
        <SignInAgain />
        <Fetching />
        <HealthNotice />
        {children}
      </main>
      <div class="foot-of-page">
        <RunningBar />
        {!desk && <Nav />}
      </div>
    </div>
  );
  if (!desk) return page;
  return (
    <div class="with-nav">
      <Nav whole />
      {page}
    </div>
  );
}
