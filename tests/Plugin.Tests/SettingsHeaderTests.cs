using System.Text.RegularExpressions;

namespace AsyncTick.Plugin.Tests;

/// <summary>What Unreal Header Tool demands of a header, as far as the settings class uses it: the shim's macros say nothing to the compiler.</summary>
public sealed partial class SettingsHeaderTests
{
    private static readonly string Header = Repository.Read("Source/UnrealAsyncTick/Private/UnrealAsyncTickSettings.h");

    private static readonly string[] Types = ["bool", "int32", "float", "double", "FString", "FName", "FDirectoryPath", "FFilePath", "EAsyncTickHosting", "EAsyncTickCommandSocket", "TArray<FString>", "TArray<FDirectoryPath>"];

    private static Match[] Properties { get; } = [.. Property().Matches(Header).OfType<Match>()];

    [Test]
    public void GeneratedHeader_IsTheLastIncludeAndNamedAsTheFile()
    {
        string[] includes = [.. Include().Matches(Header).Select(match => match.Groups[1].Value)];

        Assert.That(includes[^1], Is.EqualTo("UnrealAsyncTickSettings.generated.h"));
        Assert.That(includes.Count(name => name.EndsWith(".generated.h", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [Test]
    public void Class_BeginsWithItsBodyAndHasAConfigFile()
    {
        Assert.That(Header, Does.Match(@"UCLASS\([^)]*Config = UnrealAsyncTick, DefaultConfig[^)]*\)\)?\nclass UUnrealAsyncTickSettings : public UDeveloperSettings\n\{\n\tGENERATED_BODY\(\)\n"));
        Assert.That(Regex.Count(Header, @"^\s*UCLASS\(", RegexOptions.Multiline), Is.EqualTo(Regex.Count(Header, @"^\s*GENERATED_BODY\(\)", RegexOptions.Multiline)));
    }

    [Test]
    public void Enumeration_IsAnEnumClassOfBytes() => Assert.That(Header, Does.Match(@"UENUM\([^)]*\)\nenum class E\w+ : uint8\n"));

    [Test]
    public void Properties_AreOfKnownTypesEditableAndInACategory()
    {
        Assert.That(Properties, Has.Length.EqualTo(Regex.Count(Header, "UPROPERTY")));
        foreach (var property in Properties)
        {
            Assert.That(Types, Does.Contain(property.Groups["type"].Value), property.Value);
            Assert.That(property.Groups["specifiers"].Value, Does.StartWith("Config, EditAnywhere, Category = \""), property.Value);
            Assert.That(property.Groups["type"].Value == "bool", Is.EqualTo(Regex.IsMatch(property.Groups["name"].Value, "^b[A-Z]")), property.Value);
        }
    }

    [Test]
    public void Properties_OutsideThePump_AskForARestart()
    {
        foreach (var property in Properties)
        {
            Assert.That(property.Groups["specifiers"].Value.Contains("ConfigRestartRequired = true"), Is.EqualTo(!property.Groups["specifiers"].Value.Contains("\"Pump\"")), property.Value);
        }
    }

    [Test]
    public void Paths_AreNotPlainStrings()
    {
        foreach (var property in Properties.Where(property => Regex.IsMatch(property.Groups["name"].Value, "(Root|Directory|Directories|Folder|File|Path)$")))
        {
            Assert.That(property.Groups["type"].Value, Does.Match("^(TArray<)?F(Directory|File)Path>?$"), property.Value);
        }
    }

    [Test]
    public void ReflectedCode_IsNotInsideConditions()
    {
        var lines = Header.Split('\n');
        var depth = 0;
        foreach (var line in lines)
        {
            depth += line.TrimStart().StartsWith("#if", StringComparison.Ordinal) ? 1 : line.TrimStart().StartsWith("#endif", StringComparison.Ordinal) ? -1 : 0;
            Assert.That(depth > 0 && Regex.IsMatch(line, @"^\s*(UCLASS|UENUM|UPROPERTY|GENERATED_BODY)\("), Is.False, line);
        }
    }

    [Test]
    public void IniFile_NamesEveryPropertyWithItsDefault()
    {
        var ini = Repository.Read("Config/DefaultUnrealAsyncTick.ini");

        Assert.That(ini, Does.Contain("[/Script/UnrealAsyncTick.UnrealAsyncTickSettings]"));
        foreach (var property in Properties)
        {
            var name = property.Groups["name"].Value;
            Assert.That(ini, Does.Match($@"(?m)^(\+|; \+)?{name}="), name);
            var initializer = Regex.Replace(property.Groups["value"].Value.TrimEnd('f'), "^.*::", "");
            if (initializer.Length > 0)
            {
                Assert.That(ini, Does.Match($"(?mi)^{name}={Regex.Escape(initializer)}$"), name);
            }
        }
    }

    [GeneratedRegex("#include \"([^\"]+)\"")]
    private static partial Regex Include();

    [GeneratedRegex(@"UPROPERTY\((?<specifiers>.*)\)\n\t(?<type>[\w<>]+) (?<name>\w+)(?: = (?<value>[^;]+))?;")]
    private static partial Regex Property();
}
