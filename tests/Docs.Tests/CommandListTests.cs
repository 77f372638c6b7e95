using System.Text;
using System.Text.RegularExpressions;
using AsyncTick.Engine;
using AsyncTick.Scripting;

namespace AsyncTick.Docs.Tests;

/// <summary>
/// What is written from the list of console commands, or repeats a part of it: the header that the C++ registers from, the pages' tables. With UPDATE_COMMANDS=1
/// in the environment the header and the table in Docs/Scripts.md are written anew.
/// </summary>
public sealed partial class CommandListTests
{
    private const string Update = "UPDATE_COMMANDS=1 dotnet test tests/Docs.Tests --filter CommandList";
    private const string TableBegins = "<!-- commands -->\n";
    private const string TableEnds = "<!-- /commands -->\n";

    private static readonly string HeaderFile = Path.Combine(Repository.Root, "Source", "UnrealAsyncTick", "Private", "AsyncTickCommands.h");
    private static readonly string TablePage = Path.Combine(Repository.Root, "Docs", "Scripts.md");
    private static readonly bool MayWrite = Environment.GetEnvironmentVariable("UPDATE_COMMANDS") == "1";

    [Test]
    public void Header_OfTheNativeHalf_IsTheList()
    {
        StringBuilder text = new();
        text.Append($$"""
            // Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

            // Written from the list of commands in C#. To add one, add it there; then:
            //   {{Update}}

            #pragma once

            #include "CoreMinimal.h"

            struct FAsyncTickCommand
            {
            \tconst TCHAR* Name;
            \tconst TCHAR* Help;
            };

            // clang-format off
            inline constexpr FAsyncTickCommand AsyncTickCommands[] = {

            """.Replace("\\t", "\t", StringComparison.Ordinal));
        foreach (var command in Commands())
        {
            text.Append($"\t{{TEXT({Literal(command.Name)}),\n\t\tTEXT({Literal($"{command.Usage}: {char.ToLowerInvariant(command.Help[0])}{command.Help[1..]}")})}},\n");
        }

        text.Append("};\n// clang-format on\n");
        Hold(HeaderFile, text.ToString());
    }

    [Test]
    public void Table_InTheScriptsPage_IsTheList()
    {
        var page = File.ReadAllText(TablePage);
        var begin = page.IndexOf(TableBegins, StringComparison.Ordinal) + TableBegins.Length;
        var end = page.IndexOf(TableEnds, StringComparison.Ordinal);
        Assert.That((begin >= TableBegins.Length, end >= begin), Is.EqualTo((true, true)), "Docs/Scripts.md has lost the marks around its table of commands.");
        StringBuilder table = new("| command | what it does |\n|---|---|\n");
        foreach (var command in Commands())
        {
            table.Append($"| `{Cell($"{command.ShortName} {command.Parameters}".TrimEnd())}` | {Cell(command.Help).Replace("<", "&lt;", StringComparison.Ordinal)} |\n");
        }

        Hold(TablePage, $"{page[..begin]}{table}{page[end..]}");
    }

    [Test]
    public void Pages_WhatTheyCallACommand_IsOne()
    {
        HashSet<string> known = [.. Commands().Select(command => command.ShortName)];
        known.UnionWith(new[] { "Script", "Source/Programs", "Samples", "tests" }
            .SelectMany(folder => Directory.GetDirectories(Path.Combine(Repository.Root, folder), "AsyncTick.*"))
            .Select(folder => Path.GetFileName(folder).Split('.'))
            .Where(parts => parts.Length > 1)
            .Select(parts => parts[1]));
        known.UnionWith(Directory.GetDirectories(Path.Combine(Repository.Root, "Script", "AsyncTick")).Select(folder => Path.GetFileName(folder)));
        var unknown = Repository.Pages.SelectMany(page => MentionPattern().Matches(File.ReadAllText(page.FullPath))
            .Select(match => match.Groups[1].Value)
            .Where(name => !known.Contains(name))
            .Select(name => $"{page.Name}: AsyncTick.{name}"));
        Assert.That(unknown, Is.Empty);
    }

    // As every host has them; a host's own (the headless host's quit) are not in a list of all.
    private static IReadOnlyList<ConsoleCommand> Commands()
    {
        var context = SynchronizationContext.Current;
        try
        {
            using LoopHost host = new(new GameLoopOptions { Log = new NullLogSink() });
            return host.Console.Commands;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private static void Hold(string file, string expected)
    {
        if (MayWrite)
        {
            File.WriteAllText(file, expected);
        }

        Assert.That(File.Exists(file) ? File.ReadAllText(file) : "", Is.EqualTo(expected), $"{Path.GetFileName(file)} is not what the list of commands makes of it. To write it anew: {Update}");
    }

    private static string Literal(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    [GeneratedRegex(@"`AsyncTick\.([A-Z]\w*)")]
    private static partial Regex MentionPattern();
}
