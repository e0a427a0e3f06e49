/** An ordinary screen: head, body, the ways through the app, and the running clock of a visit elsewhere. */
import type { ComponentChildren } from "preact";
import { SignInAgain } from "../sign-in/SignInAgain";
import { HealthNotice } from "../storage-health/HealthNotice";
import { Fetching } from "../sync-status/Fetching";
import { RunningBar } from "../timing/RunningBar";
import { Nav } from "./Nav";
import { TopBar } from "./TopBar";
import "./shell.css";

interface PageProps {
  title: string;
  under?: ComponentChildren;
  back?: { href: string; label: string };
  className?: string;
  children: ComponentChildren;
}

export function Page({ title, under, back, className = "", children }: PageProps) {
  return (
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
        <Nav />
      </div>
    </div>
  );
}
