using System.Text.RegularExpressions;

namespace AsyncTick.Plugin.Tests;

/// <summary>
/// The plugin's C++ is compiled beside the engine's headers, and in unity builds all of it in one file: no type of ours may have a name
/// of the engine's in any scope, and what is not a member carries the plugin's name. The shim compiles the plugin with these names declared.
/// </summary>
public sealed partial class EngineNameTests
{
    private static readonly HashSet<string> EngineNames = [.. File.ReadLines(Repository.PathOf("tests/Plugin.Tests/EngineNames.txt")).Where(line => !line.StartsWith('#'))];

    // Names that the engine demands of a module.
    private static readonly string[] Demanded = ["StartupModule", "ShutdownModule"];

    [Test]
    public void List_IsSortedAndHoldsTheNameThatDidNotCompile()
    {
        Assert.That(EngineNames, Has.Count.GreaterThan(1000).And.Contain("FSetProperty").And.Contain("FOutputDevice").And.Contain("UWorld"));
        Assert.That(EngineNames, Is.Ordered.Using((IComparer<string>)StringComparer.Ordinal));
    }

    [Test]
    public void Names_ThatOurCodeUses_AreInTheList()
    {
        var used = Repository.NativeSources().SelectMany(file => TypeName().Matches(Code(file)).Select(match => match.Value)).Where(name => !name.Contains("AsyncTick")).ToHashSet();

        Assert.That(used, Does.Contain("FTSTicker"));
        Assert.That(used.Where(name => !EngineNames.Contains(name)), Is.Empty);
    }

    [Test]
    public void Types_OfOurs_HaveNoNameOfTheEngines()
    {
        (string File, string Name)[] types = [.. Repository.NativeSources().SelectMany(file => TypeDefinition().Matches(Code(file)).Select(match => (Path.GetFileName(file), match.Groups[1].Value)))];

        Assert.That(types.Select(type => type.Name), Does.Contain("FAsyncTickRuntime").And.Contain("FAsyncTickHostSetProperty"));
        Assert.That(types.Where(type => EngineNames.Contains(type.Name)), Is.Empty);
        Assert.That(types.Where(type => !type.Name.Contains("AsyncTick")), Is.Empty);
    }

    [Test]
    public void Functions_AndConstantsOutsideClasses_CarryThePluginsName()
    {
        List<string> bare = [];
        foreach (var file in Repository.NativeSources())
        {
            bare.AddRange(FreeName().Matches(NamespaceLevel(Code(file))).Select(match => match.Groups[1].Value)
                .Where(name => !name.Contains("AsyncTick") && !name.Contains("::") && !Demanded.Contains(name)).Select(name => $"{Path.GetFileName(file)}: {name}"));
        }

        Assert.That(bare, Is.Empty);
    }

    [Test]
    public void Namespaces_AreNotOpenedForAWholeFile() =>
        Assert.That(Repository.NativeSources().Where(file => Regex.IsMatch(File.ReadAllText(file), @"^\s*using namespace", RegexOptions.Multiline)), Is.Empty);

    private static string Code(string file) => Comments().Replace(File.ReadAllText(file), "");

    /// <summary>What stands at the top of a file or in a namespace without a name: a named namespace keeps its names apart.</summary>
    private static string NamespaceLevel(string code)
    {
        System.Text.StringBuilder kept = new();
        var depth = 0;
        var unnamed = Regex.Replace(code, @"(?m)^namespace\s*\n\{", "// opened\n").Replace("\r", "");
        foreach (var line in unnamed.Split('\n'))
        {
            var trimmed = line.Trim();
            if (depth == 0)
            {
                kept.Append(trimmed).Append('\n');
            }

            depth = Math.Max(0, depth + line.Count(c => c == '{') - line.Count(c => c == '}'));
        }

        return kept.ToString();
    }

    [GeneratedRegex(@"//[^\n]*|/\*.*?\*/|""(?:[^""\\\n]|\\.)*""", RegexOptions.Singleline)]
    private static partial Regex Comments();

    [GeneratedRegex(@"(?m)^\s*(?:class|struct|enum class|enum|union|using)\s+(?:[A-Z]+_API\s+)?([FUASTIE][A-Z]\w+)\s*(?:final\s*)?(?=[:={]|\n\s*\{)")]
    private static partial Regex TypeDefinition();

    [GeneratedRegex(@"(?<![\w.>])[FUASTIE][A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*\b(?!\()")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"(?m)^(?:static |inline |constexpr |const |virtual )*(?:[A-Za-z][\w:<>*&]*(?: const)? ?[*&]* )([\w:]+)(?:\(| = |\[\])")]
    private static partial Regex FreeName();
}
