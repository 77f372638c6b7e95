using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace AsyncTick.Architecture.Tests.Metadata;

/// <summary>Which top-level types of a built assembly use which others, and where they are written. Enumeration values and constants are inlined by the compiler and leave no trace.</summary>
internal sealed class TypeGraph
{
    private readonly Dictionary<TypeDefinitionHandle, TypeNode> _nodes = [];

    private TypeGraph(string path)
    {
        using var assembly = new PEReader(File.OpenRead(path));
        var metadata = assembly.GetMetadataReader();
        using var symbols = MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(Path.ChangeExtension(path, ".pdb")));
        var sources = new SourceFiles(symbols.GetMetadataReader());
        AddNodes(metadata);
        foreach (var handle in metadata.TypeDefinitions)
        {
            var node = _nodes[TopOf(metadata, handle)];
            var uses = new ReferenceCollector(metadata, assembly, used => node.Uses.Add(_nodes[TopOf(metadata, used)]));
            uses.AddType(handle);
            node.Uses.Remove(node);
            node.Files.UnionWith(sources.Of(metadata, handle));
        }
    }

    /// <summary>The types that are written in source files; those that a compiler or generator makes are left out.</summary>
    public IReadOnlyList<TypeNode> Types => [.. _nodes.Values.Distinct().Where(node => node.Files.Count > 0).OrderBy(node => node.Name, StringComparer.Ordinal)];

    public static TypeGraph Of(string assembly) => new(Path.Combine(AppContext.BaseDirectory, assembly + ".dll"));

    /// <summary>The strongly connected components with more than one member, the largest first (Tarjan's algorithm).</summary>
    public IReadOnlyList<IReadOnlyList<TypeNode>> Cycles()
    {
        var order = new Dictionary<TypeNode, (int Index, int Low)>();
        var stack = new Stack<TypeNode>();
        var open = new HashSet<TypeNode>();
        var found = new List<IReadOnlyList<TypeNode>>();
        foreach (var type in Types)
        {
            if (!order.ContainsKey(type))
            {
                Visit(type);
            }
        }

        return [.. found.OrderByDescending(members => members.Count)];

        void Visit(TypeNode node)
        {
            var index = order.Count;
            order[node] = (index, index);
            stack.Push(node);
            open.Add(node);
            foreach (var used in node.Uses)
            {
                if (!order.ContainsKey(used))
                {
                    Visit(used);
                    order[node] = (index, Math.Min(order[node].Low, order[used].Low));
                }
                else if (open.Contains(used))
                {
                    order[node] = (index, Math.Min(order[node].Low, order[used].Index));
                }
            }

            if (order[node].Low == index)
            {
                var members = new List<TypeNode>();
                do
                {
                    members.Add(stack.Pop());
                    open.Remove(members[^1]);
                }
                while (members[^1] != node);
                if (members.Count > 1)
                {
                    found.Add([.. members.OrderBy(member => member.Name, StringComparer.Ordinal)]);
                }
            }
        }
    }

    private static TypeDefinitionHandle TopOf(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        while (metadata.GetTypeDefinition(handle).GetDeclaringType() is { IsNil: false } outer)
        {
            handle = outer;
        }

        return handle;
    }

    private void AddNodes(MetadataReader metadata)
    {
        foreach (var handle in metadata.TypeDefinitions)
        {
            var type = metadata.GetTypeDefinition(handle);
            if (type.GetDeclaringType().IsNil)
            {
                var isPublic = (type.Attributes & System.Reflection.TypeAttributes.VisibilityMask) == System.Reflection.TypeAttributes.Public;
                _nodes.Add(handle, new TypeNode(metadata.GetString(type.Name), isPublic));
            }
        }
    }
}
