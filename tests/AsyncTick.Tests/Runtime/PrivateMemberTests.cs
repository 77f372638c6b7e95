using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace AsyncTick.Tests.Runtime;

/// <summary>
/// Every private member of .NET that the core looks at, and what is lost without it. When one fails on a new runtime, the contract still holds
/// (the suite runs with all of it turned off, too): find the member's new name, or say in the changes what the runtime takes away.
/// </summary>
public sealed partial class PrivateMemberTests
{
    private const BindingFlags All = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
    private const string Services = "System.Runtime.CompilerServices.";
    private const string Sites = "lists name no line for tasks that wait for something outside the loop";
    private const string RuntimeAsyncSites = "lists name no line for methods compiled with runtime-async that wait for something outside the loop";
    private const string Direct = "direct resume: a plain task's step goes through ExecutionContext.Run and costs about a quarter more";
    private const string Handled = "a plain task's exception that somebody has taken is logged all the same";

    // Type, member, what is lost, and the first version of .NET that has it.
    private static readonly (string Type, string Member, string Lost, int Since)[] Members =
    [
        ("System.Threading.Thread", "_executionContext", Direct + "; so does a pooled task's", 10),
        ("System.Threading.ExecutionContext", "Default", Direct + "; so does a pooled task's", 10),
        ("System.Threading.Tasks.Task", "m_stateObject", Direct + "; and " + RuntimeAsyncSites, 10),
        (Services + "AsyncTaskMethodBuilder`1+AsyncStateMachineBox`1", "StateMachine", Direct + "; and " + Sites, 10),
        (Services + "AsyncTaskMethodBuilder`1+AsyncStateMachineBox`1", "ClearStateUponCompletion", Direct, 10),
        ("System.Threading.Thread", "_synchronizationContext", "each step sets its context through SynchronizationContext.SetSynchronizationContext, which is slower", 10),
        ("System.Threading.Tasks.Task", "m_contingentProperties", Handled, 10),
        ("System.Threading.Tasks.Task+ContingentProperties", "m_exceptionsHolder", Handled, 10),
        ("System.Threading.Tasks.TaskExceptionHolder", "m_isHandled", Handled, 10),
        (Services + "TaskAwaiter", "m_task", Sites + ", where the innermost of several methods waits", 10),
        (Services + "TaskAwaiter`1", "m_task", Sites + ", where the innermost of several methods waits", 10),
        (Services + "ConfiguredTaskAwaitable+ConfiguredTaskAwaiter", "m_task", Sites + ", where the innermost of several methods waits", 10),
        (Services + "ConfiguredTaskAwaitable`1+ConfiguredTaskAwaiter", "m_task", Sites + ", where the innermost of several methods waits", 10),
        (Services + "ValueTaskAwaiter", "_value", Sites + ", where a method that returns a value task waits", 10),
        (Services + "ValueTaskAwaiter`1", "_value", Sites + ", where a method that returns a value task waits", 10),
        ("System.Threading.Tasks.ValueTask", "_obj", Sites + ", where a method that returns a value task waits", 10),
        ("System.Threading.Tasks.ValueTask`1", "_obj", Sites + ", where a method that returns a value task waits", 10),
        (Services + "Continuation", "Next", RuntimeAsyncSites, 11),
        (Services + "Continuation", "ResumeInfo", RuntimeAsyncSites, 11),
        (Services + "ResumeInfo", "DiagnosticIP", RuntimeAsyncSites, 11),
        (Services + "AsyncHelpers", "AddContinuationToExInternal", RuntimeAsyncSites, 11),
        (Services + "RuntimeAsyncTaskContinuation", "Task", RuntimeAsyncSites + ", where another task waits for them", 11),
        (Services + "AsyncHelpers+ValueTaskSourceContinuation", "Source", RuntimeAsyncSites + ", where a value task waits for them", 11),
    ];

    // Other words in quotes in that folder: types of the list above by another name, what compilers name, public names, our own.
    private static readonly string[] OtherWords =
    [
        "AsyncStateMachineBox", "AsyncStateMachineBox`1", "RuntimeAsyncTask`1", "MoveNext", "<>1__state", "<>u__", "g__", "<<", ">b__", "lambda", "<<Main>$>d", "Main", "_operation", "Resume",
        "System.Runtime.CompilerServices", "System.Threading.Tasks", "System.Runtime.CompilerServices.AsyncHelpers", "UnsafeAwaitAwaiter", "AsyncTick.YieldProbe", "YieldProbe",
        "AsyncHelpers", "AsyncHelpers+ValueTaskSourceContinuation", "Continuation", "RuntimeAsyncTaskContinuation",
    ];

    private static IEnumerable<TestCaseData> Needed() => Members
        .Where(static member => Environment.Version.Major >= member.Since)
        .Select(static member => new TestCaseData(member.Type, member.Member, member.Lost).SetArgDisplayNames(member.Type, member.Member));

    [TestCaseSource(nameof(Needed))]
    public void Member_IsThere(string type, string member, string lost) => Assert.That(
        typeof(object).Assembly.GetType(type)?.GetMember(member, All) ?? [],
        Is.Not.Empty,
        $".NET {Environment.Version} has no {type}.{member}. Lost with it: {lost}.");

    [Test]
    public void Folder_LooksAtNothingElse()
    {
        var words = Directory.GetFiles(Path.Combine(Path.GetDirectoryName(Here())!, "../../../Script/AsyncTick/Runtime"), "*.cs")
            .SelectMany(File.ReadLines)
            .Where(static line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))
            .SelectMany(static line => Quoted().Matches(line))
            .Select(static match => match.Groups[1].Value)
            .ToHashSet();
        Assert.That(words, Is.Not.Empty);
        Assert.That(words.Except(OtherWords).Except(Members.Select(static member => member.Member)), Is.Empty, "A private member that this test does not name.");
    }

    private static string Here([CallerFilePath] string file = "") => file;

    [GeneratedRegex("""(?<!\$)"([^"\s{}]+)["]""")]
    private static partial Regex Quoted();
}
