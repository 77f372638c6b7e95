using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncTick.Analyzers;

/// <summary>All rules over one file: a single walk, in which syntax decides what is asked of the semantic model.</summary>
/// <remarks>
/// The analyzer of projects and the script compiler both call <see cref="Find"/>. To bind a script's code a second time takes as long as the
/// first, so a file that has nothing suspicious is never bound.
/// </remarks>
internal sealed class Inspection
{
    private readonly List<Diagnostic> _found = [];
    private readonly HashSet<string> _names;

    private Inspection(SemanticModel model, bool isScript, CancellationToken cancellation)
    {
        Model = model;
        Root = model.SyntaxTree.GetRoot(cancellation);
        IsScript = isScript;
        Cancellation = cancellation;
        OffThread = new OffThreadCode(model, Root, cancellation);
        Loop = new LoopCode(model, Root, isScript, OffThread, cancellation);
        _names = [.. Root.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken)).Select(static token => token.ValueText)];
    }

    public SemanticModel Model { get; }

    public SyntaxNode Root { get; }

    /// <summary>Whether all code is a task of the loop, and this file the whole program.</summary>
    public bool IsScript { get; }

    public CancellationToken Cancellation { get; }

    public OffThreadCode OffThread { get; }

    public LoopCode Loop { get; }

    /// <summary>What the rules have to say about a file, as warnings, whatever the project makes of them.</summary>
    /// <param name="model">The file.</param>
    /// <param name="isScript">A script: all of it runs in a task of the loop unless it is handed to another thread.</param>
    /// <param name="cancellation">Ends the search.</param>
    public static IReadOnlyList<Diagnostic> Find(SemanticModel model, bool isScript, CancellationToken cancellation)
    {
        Inspection inspection = new(model, isScript, cancellation);
        inspection.Walk();
        return inspection._found;
    }

    /// <summary>Whether the identifier stands anywhere in the file.</summary>
    public bool Mentions(string name) => _names.Contains(name);

    /// <summary>In a script a name that the file does not have is not meant; a project's other files may make what this one uses.</summary>
    public bool MayUse(string name) => !IsScript || Mentions(name);

    public ISymbol? Symbol(SyntaxNode node) => Model.GetSymbolInfo(node, Cancellation).Symbol;

    public ITypeSymbol? Type(SyntaxNode node) => Model.GetTypeInfo(node, Cancellation).Type;

    /// <summary>Whether an await may be written at this place. The statements outside all functions may always have one.</summary>
    public static bool IsAsync(SyntaxNode? function) => function switch
    {
        null => true,
        AnonymousFunctionExpressionSyntax lambda => lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword),
        LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.AsyncKeyword),
        BaseMethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword),
        _ => false,
    };

    /// <summary>A call of <c>AsyncTick.Async</c> as it can be written at this place.</summary>
    public string Call(int position, string call) => LoopCalls.Call(Model, position, call);

    /// <summary>What starts a function at this place: a component's own method, or that of <c>Async</c>.</summary>
    public string Start(int position, string function) => LoopCalls.Start(Model, position, function);

    public void Report(DiagnosticDescriptor rule, Location location, Fix? fix, params object[] arguments) =>
        _found.Add(fix is null ? Diagnostic.Create(rule, location, arguments) : fix.Attach(rule, location, arguments));

    private void Walk()
    {
        var mayUseEngine = Model.Compilation.GetTypeByMetadataName("UnrealSharp.Core.UnrealSharpObject") is not null;
        var mayBePooled = MayUse("PooledTask");
        foreach (var node in Root.DescendantNodes())
        {
            Cancellation.ThrowIfCancellationRequested();
            switch (node)
            {
                case MemberAccessExpressionSyntax access:
                    BlockingCalls.Check(this, access);
                    ContextRule.Check(this, access);
                    LockRule.Check(this, access);
                    if (mayUseEngine)
                    {
                        EngineRule.Check(this, access, access.Name);
                    }

                    break;
                case IdentifierNameSyntax name when mayUseEngine && !IsScript && name.Parent is not MemberAccessExpressionSyntax:
                    EngineRule.Check(this, name, name);
                    break;
                case LockStatementSyntax statement:
                    LockRule.Check(this, statement);
                    break;
                case StatementSyntax loop and (WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax):
                    SpinRule.Check(this, loop);
                    break;
                case InvocationExpressionSyntax call:
                    StartRule.Check(this, call);
                    break;
                case AwaitExpressionSyntax wait when mayUseEngine && !IsScript:
                    TokenRule.Check(this, wait);
                    break;
                default:
                    break;
            }

            if (OffThreadCode.IsFunction(node))
            {
                AsyncVoidRule.Check(this, node);
                if (node is MethodDeclarationSyntax method && mayUseEngine)
                {
                    NodeRule.Check(this, method);
                }
            }

            if (mayBePooled)
            {
                PooledRule.Check(this, node);
            }
        }
    }
}
